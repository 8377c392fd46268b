enum ActionsPlaceholder {}

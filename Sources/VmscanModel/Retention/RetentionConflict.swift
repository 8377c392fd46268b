/// Two rules of a policy that pull in opposite directions; the minimum wins and it is printed.
package struct RetentionConflict: Sendable, Hashable {
  package var removal: RetentionRules.Limit
  package var minimum: RetentionRules.Limit
  package var folder: Folder

  package init(removal: RetentionRules.Limit, minimum: RetentionRules.Limit, folder: Folder) {
    self.removal = removal
    self.minimum = minimum
    self.folder = folder
  }
}

extension RetentionConflict: CustomStringConvertible {
  package var description: String {
    "rule '\(removal.rule.name)' removes from \(folder) after \(removal.age), but rule "
      + "'\(minimum.rule.name)' keeps at least \(minimum.age); the longer time is kept"
  }
}

extension RetentionRules {
  /// Every pair where messages would go before they may, for the places the rules name.
  package func conflicts(mailboxes: [MailboxID] = []) -> [RetentionConflict] {
    var found: [RetentionConflict] = []
    for place in places + mailboxes {
      for folder in Folder.allCases {
        guard let removal = removal(mailbox: place, folder: folder),
          let minimum = minimum(mailbox: place, folder: folder), removal.age < minimum.age
        else { continue }
        let conflict = RetentionConflict(removal: removal, minimum: minimum, folder: folder)
        if !found.contains(conflict) { found.append(conflict) }
      }
    }
    return found
  }

  /// One mailbox for every scope a rule names; an empty name stands for any other place.
  private var places: [MailboxID] {
    rules.map { rule in
      switch rule.scope {
      case .everything: MailboxID(context: "", mailbox: "")
      case .context(let name): MailboxID(context: name, mailbox: "")
      case .mailbox(let id): id
      }
    }
  }
}

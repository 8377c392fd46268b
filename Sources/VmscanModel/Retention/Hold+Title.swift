extension Hold {
  /// The hold as plans and decisions name it, such as `case-17 (Records Office)`.
  package var title: String { owner.isEmpty ? matter : "\(matter) (\(owner))" }
}

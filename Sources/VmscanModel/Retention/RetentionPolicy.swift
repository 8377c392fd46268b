/// How long messages may stay, by folder class; `nil` means no limit.
package struct RetentionPolicy: Sendable, Hashable, Codable {
  /// INBOX and Urgent.
  package var unheard: Age?
  package var old: Age?
  /// Work, Family, Friends and the five Cust folders.
  package var saved: Age?
  package var deleted: Age?

  package init(unheard: Age? = nil, old: Age? = nil, saved: Age? = nil, deleted: Age? = nil) {
    self.unheard = unheard
    self.old = old
    self.saved = saved
    self.deleted = deleted
  }

  /// The age beyond which a message of the folder is over policy.
  package func limit(for folder: Folder) -> Age? {
    switch RetentionClass(of: folder) {
    case .unheard: unheard
    case .old: old
    case .saved: saved
    case .deleted: deleted
    }
  }
}

/// The folders that a policy treats alike, by the name they have in its file.
package enum RetentionClass: String, Sendable, Hashable, Codable, CaseIterable {
  /// INBOX and Urgent.
  case unheard
  case old
  /// Work, Family, Friends and the five Cust folders.
  case saved
  case deleted

  package init(of folder: Folder) {
    self =
      switch folder {
      case .inbox, .urgent: .unheard
      case .old: .old
      case .deleted: .deleted
      case .work, .family, .friends, .cust1, .cust2, .cust3, .cust4, .cust5: .saved
      }
  }
}

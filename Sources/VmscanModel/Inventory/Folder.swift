/// One of the twelve message folders, in Asterisk's index order (`mailbox_folders`).
package enum Folder: UInt8, CaseIterable, Hashable, Sendable, Codable {
  case inbox, old, work, family, friends, cust1, cust2, cust3, cust4, cust5, deleted, urgent

  /// The directory's name, spelled as Asterisk creates it.
  package var name: String {
    switch self {
    case .inbox: "INBOX"
    case .old: "Old"
    case .work: "Work"
    case .family: "Family"
    case .friends: "Friends"
    case .cust1: "Cust1"
    case .cust2: "Cust2"
    case .cust3: "Cust3"
    case .cust4: "Cust4"
    case .cust5: "Cust5"
    case .deleted: "Deleted"
    case .urgent: "Urgent"
    }
  }

  /// Finds a folder by exact directory name.
  package init?(directoryName name: some Collection<UInt8>) {
    guard let folder = Self.allCases.first(where: { $0.name.utf8.elementsEqual(name) }) else {
      return nil
    }
    self = folder
  }

  /// Finds a folder by name as an administrator types it, in any case.
  package init?(parsing text: String) {
    guard let folder = Self.allCases.first(where: { $0.name.lowercased() == text.lowercased() })
    else { return nil }
    self = folder
  }

  /// Messages nobody has listened to: INBOX and Urgent (`inboxcount2`).
  package var isUnheard: Bool { self == .inbox || self == .urgent }
}

extension Folder: Comparable {
  package static func < (left: Folder, right: Folder) -> Bool { left.rawValue < right.rawValue }
}

extension Folder: CustomStringConvertible {
  package var description: String { name }
}

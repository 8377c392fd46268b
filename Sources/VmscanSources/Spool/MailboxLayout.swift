import VmscanFormats
import VmscanModel
import VmscanSystem

/// The listing of a mailbox directory: its folders and what lies beside them.
struct MailboxLayout: Sendable {
  struct Entry: Sendable {
    var name: ByteText
    var type: EntryType
  }

  private var folders: UInt16 = 0
  private(set) var hasTemporaryDirectory = false
  private(set) var others: [Entry] = []

  var hasUnknownTypes: Bool { others.contains { $0.type == .unknown } }

  func has(_ folder: Folder) -> Bool { folders & 1 << folder.rawValue != 0 }

  mutating func removeAll() {
    folders = 0
    hasTemporaryDirectory = false
    if !others.isEmpty { others.removeAll(keepingCapacity: true) }
  }

  mutating func removeUnknownTypes() { others.removeAll { $0.type == .unknown } }

  mutating func add(_ name: Span<UInt8>, _ type: EntryType) {
    // A folder's name on anything but a directory is opened all the same, and the error told.
    if type != .unknown, let folder = Self.folder(name) {
      folders |= 1 << folder.rawValue
    } else if type == .directory, name.count == 3, MessageFileName.matches(name, at: 0, "tmp") {
      hasTemporaryDirectory = true
    } else {
      others.append(Entry(name: ByteText(bytes: name.indices.map { name[$0] }), type: type))
    }
  }

  /// Directories named like a folder but for the case of letters.
  var misspelt: [(folder: Folder, entry: Entry)] {
    others.compactMap { entry in
      Folder.allCases.first { ByteText($0.name).lowercased == entry.name.lowercased }
        .map { ($0, entry) }
    }
  }

  /// Takes a directory for the folder that it is on this file system.
  mutating func adopt(_ entry: Entry, as folder: Folder) {
    folders |= 1 << folder.rawValue
    others.removeAll { $0.name == entry.name }
  }

  static func folder(_ name: Span<UInt8>) -> Folder? {
    func named(_ text: StaticString, _ folder: Folder) -> Folder? {
      name.count == text.utf8CodeUnitCount && MessageFileName.matches(name, at: 0, text)
        ? folder : nil
    }
    guard name.count >= 3, name.count <= 7 else { return nil }
    switch name[0] {
    case UInt8(ascii: "I"): return named("INBOX", .inbox)
    case UInt8(ascii: "O"): return named("Old", .old)
    case UInt8(ascii: "W"): return named("Work", .work)
    case UInt8(ascii: "D"): return named("Deleted", .deleted)
    case UInt8(ascii: "U"): return named("Urgent", .urgent)
    case UInt8(ascii: "F"): return named("Family", .family) ?? named("Friends", .friends)
    case UInt8(ascii: "C"):
      return named("Cust1", .cust1) ?? named("Cust2", .cust2) ?? named("Cust3", .cust3)
        ?? named("Cust4", .cust4) ?? named("Cust5", .cust5)
    default: return nil
    }
  }
}

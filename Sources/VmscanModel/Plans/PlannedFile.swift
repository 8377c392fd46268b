/// One file of a message: what follows `msgNNNN` in its name, and what distinguishes it from another.
package struct PlannedFile: Sendable, Hashable {
  /// `.txt`, `.wav`, `-bak.gsm`; always UTF-8 and without a slash.
  package var suffix: String
  package var identity: FileIdentity

  package init(suffix: String, identity: FileIdentity) {
    self.suffix = suffix
    self.identity = identity
  }

  package var isEnvelope: Bool { suffix == ".txt" }
}

extension PlannedFile: Comparable {
  package static func < (left: PlannedFile, right: PlannedFile) -> Bool {
    left.suffix < right.suffix
  }
}

extension PlannedFile: CustomStringConvertible {
  /// Suffix, device, inode, size, modification time in nanoseconds, mode, owner, group, links.
  ///
  /// The change time is left out: renaming changes it.
  package var description: String {
    "\(suffix) \(identity.device) \(identity.inode) \(identity.size) \(identity.modified)"
      + " \(identity.mode) \(identity.owner) \(identity.group) \(identity.links)"
  }

  /// Reads `description` back; `nil` for anything else.
  package init?(parsing text: some StringProtocol) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 9, let first = parts.first, !first.isEmpty, !first.contains("/"),
      let device = UInt64(parts[1]), let inode = UInt64(parts[2]), let size = Int64(parts[3]),
      let modified = Int64(parts[4]), let mode = UInt32(parts[5]), let owner = UInt32(parts[6]),
      let group = UInt32(parts[7]), let links = UInt32(parts[8])
    else { return nil }
    suffix = String(first)
    identity = FileIdentity(
      device: device, inode: inode, size: size, modified: modified, changed: 0, mode: mode,
      owner: owner, group: group, links: links)
  }
}

extension PlannedFile: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let file = PlannedFile(parsing: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not a file of a plan: '\(text)'")
    }
    self = file
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension FileIdentity {
  /// The same file with unchanged contents; renaming and re-reading keep it so.
  package func isSameContents(as other: FileIdentity) -> Bool {
    device == other.device && inode == other.inode && looksLike(other)
  }

  /// What also a file system keeps that gives its files new inode numbers whenever it forgets or
  /// mounts them anew (sshfs).
  package func looksLike(_ other: FileIdentity) -> Bool {
    size == other.size && modified == other.modified && mode == other.mode && owner == other.owner
      && group == other.group
  }
}

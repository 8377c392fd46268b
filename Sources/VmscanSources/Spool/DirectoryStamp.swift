import VmscanModel

/// What changes when a directory gets, loses or renames an entry, or is replaced or chmodded.
///
/// Asterisk delivers, moves, deletes and resequences by renaming and unlinking, which changes the
/// folder's times. A file rewritten in place changes none of them: see `SpoolReadingMode.verify`.
struct DirectoryStamp: Sendable, Hashable {
  var inode: UInt64
  /// Nanoseconds since 1970.
  var modified: Int64
  var changed: Int64

  /// Clocks of file systems tick as slowly as once a second (NFS, older ones), and a change within
  /// the tick in which a directory was looked at leaves no trace.
  private static let margin: Int64 = 2_000_000_000

  init(_ identity: FileIdentity) {
    inode = identity.inode
    modified = identity.modified
    changed = identity.changed
  }

  /// Whether a later change is certain to show, seen from a moment before the directory was listed.
  func isSettled(at moment: Int64) -> Bool {
    max(modified, changed) < moment &- Self.margin
  }

  /// As what sets it apart from the stamp of the directory above.
  func pack(below above: DirectoryStamp, into packer: inout Packer) {
    packer.put(Int64(bitPattern: inode &- above.inode))
    packer.put(modified &- above.modified)
    packer.put(changed &- modified)
  }

  init(below above: DirectoryStamp, from unpacker: inout Unpacker) throws {
    inode = above.inode &+ UInt64(bitPattern: try unpacker.number())
    modified = above.modified &+ (try unpacker.number())
    changed = modified &+ (try unpacker.number())
  }

  /// Above that of a mailbox, for want of another.
  static let none = DirectoryStamp(.none)
}

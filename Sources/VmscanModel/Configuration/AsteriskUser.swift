/// The user Asterisk runs as, and what it may open by owner, group and mode.
package struct AsteriskUser: Sendable, Hashable {
  package enum Access: UInt32, Sendable {
    /// Open a file, or list a directory.
    case read = 4
    /// Reach what lies in a directory.
    case enter = 1
  }

  /// Name or, where this machine knows none, number.
  package var name: ByteText
  package var id: UInt32
  /// Name or number of the first of `groups`.
  package var groupName: ByteText
  /// Group numbers; the one it runs in comes first.
  package var groups: [UInt32]
  /// False where the user has no name here, so that further groups cannot be looked up.
  package var knowsAllGroups: Bool

  package init(
    name: ByteText, id: UInt32, groupName: ByteText, groups: [UInt32], knowsAllGroups: Bool = true
  ) {
    self.name = name
    self.id = id
    self.groupName = groupName
    self.groups = groups
    self.knowsAllGroups = knowsAllGroups
  }

  /// Whether the mode lets it; where its groups are not all known, one other than root's may be.
  package func may(_ access: Access, _ file: FileIdentity) -> Bool {
    if id == 0 { return true }
    let mode = file.mode
    if file.owner == id { return mode >> 6 & access.rawValue != 0 }
    let asMember = mode >> 3 & access.rawValue != 0
    if groups.contains(file.group) { return asMember }
    let mayBeMember = !knowsAllGroups && file.group != 0
    return mode & access.rawValue != 0 || mayBeMember && asMember
  }

  /// Whether it may still read the file once everybody else is shut out.
  package func mayReadWithoutOthers(_ file: FileIdentity) -> Bool {
    var closed = file
    closed.mode &= ~0o007
    return may(.read, closed)
  }
}

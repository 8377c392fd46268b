/// The spool or whole contexts that could not be read.
///
/// A mailbox in them has no directory that was seen, which is not the same as having none.
package struct UnreadPlaces: Sendable {
  private let spool: ByteText
  private let paths: Set<ByteText>

  package init(_ coverage: Coverage, spool: ByteText) {
    self.spool = Self.directory(spool)
    paths = Set(
      coverage.problems.lazy.filter { $0.hidesData && $0.mailbox == nil }
        .map { Self.directory($0.path) })
  }

  /// A mailbox whose name is no directory's lies where nobody looked.
  package func hide(_ mailbox: MailboxID) -> Bool {
    guard mailbox.isSafePath else { return true }
    guard !paths.isEmpty else { return false }
    return paths.contains(spool)
      || paths.contains(ByteText(bytes: spool.bytes + [0x2F] + mailbox.context.bytes))
  }

  /// A path without the slashes at its end.
  private static func directory(_ path: ByteText) -> ByteText {
    guard let end = path.bytes.lastIndex(where: { $0 != 0x2F }) else { return path }
    return ByteText(bytes: path.bytes[...end])
  }
}

import FoundationEssentials
import Glibc
import Testing
import VmscanModel
import VmscanSources

/// A log that had just been rotated, and was empty, when a run read it.
struct EmptyLogTests {
  private static func mail(_ box: String, _ stamp: String) -> String {
    LogFolder.mail("\(box)1B2C4D", box: box, at: stamp, "open", "sent", "removed")
  }

  private static let before = mail("1001", "Nov 20 23:05:10")
  private static let meanwhile = mail("1002", "Nov 21 12:00:00")
  private static let after = mail("1003", "Nov 22 12:00:00")

  private static func boxes(_ mails: [MailRecord]) -> [String] {
    mails.map { "\($0.mailbox)" }.sorted()
  }

  /// What `copytruncate` does: the file stays the same.
  private static func copyAndEmpty(_ folder: LogFolder) {
    #expect(folder.run("cp mail.log mail.log.1 && : >mail.log") == 0)
  }

  /// Reads a log with one mail, and the same once it was rotated and is empty.
  private static func readEmpty(_ folder: LogFolder, _ rotate: () throws -> Void) throws
    -> LogCursor
  {
    try folder.write(before)
    let first = folder.read()
    #expect(boxes(first.mails) == ["1001"])
    try rotate()
    let second = folder.read(from: first.result.cursor)
    #expect(second.mails.isEmpty)
    return try CodableCopy.of(#require(second.result.cursor))
  }

  @Test func `what is written until it is copied and emptied again is read`() throws {
    let folder = try LogFolder()
    let cursor = try Self.readEmpty(folder) { Self.copyAndEmpty(folder) }
    try folder.append(Self.meanwhile)
    try folder.rename("mail.log.1", to: "mail.log.2")
    Self.copyAndEmpty(folder)
    try folder.append(Self.after)
    let (mails, result) = folder.read(from: cursor)
    #expect(Self.boxes(mails) == ["1002", "1003"])
    #expect(result.problems.isEmpty)
  }

  @Test func `what is written until it is renamed, and to what was renamed, is read`() throws {
    let folder = try LogFolder()
    let cursor = try Self.readEmpty(folder) {
      try folder.rename("mail.log", to: "mail.log.1")
      try folder.write("")
    }
    #expect(folder.run("cat >>mail.log.1 <<'.'\n\(Self.mail("1004", "Nov 20 23:06:00")).") == 0)
    try folder.append(Self.meanwhile)
    try folder.rename("mail.log.1", to: "mail.log.2")
    try folder.rename("mail.log", to: "mail.log.1")
    try folder.write(Self.after)
    let (mails, result) = folder.read(from: cursor)
    #expect(Self.boxes(mails) == ["1002", "1003", "1004"])
    #expect(result.problems.isEmpty)
  }

  @Test func `the copy is read although the one before it is gone`() throws {
    let folder = try LogFolder()
    let cursor = try Self.readEmpty(folder) { Self.copyAndEmpty(folder) }
    try folder.append(Self.meanwhile)
    Self.copyAndEmpty(folder)
    try folder.append(Self.after)
    #expect(Self.boxes(folder.read(from: cursor).mails) == ["1002", "1003"])
  }

  @Test func `the copy is read where no run had ever read a line`() throws {
    let folder = try LogFolder()
    try folder.write("")
    let cursor = try #require(folder.read().result.cursor)
    try folder.append(Self.meanwhile)
    Self.copyAndEmpty(folder)
    try folder.append(Self.after)
    #expect(Self.boxes(folder.read(from: cursor).mails) == ["1002", "1003"])
  }

  @Test func `nothing is read twice while it stays empty`() throws {
    let folder = try LogFolder()
    let cursor = try Self.readEmpty(folder) { Self.copyAndEmpty(folder) }
    let third = folder.read(from: cursor)
    #expect(third.mails.isEmpty)
    try folder.append(Self.after)
    let fourth = folder.read(from: third.result.cursor)
    #expect(Self.boxes(fourth.mails) == ["1003"])
    #expect(fourth.result.problems.isEmpty)
  }
}

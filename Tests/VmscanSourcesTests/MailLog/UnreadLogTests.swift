import FoundationEssentials
import Glibc
import Testing
import VmscanModel
import VmscanSources

/// Rotated logs that cannot be read at first.
struct UnreadLogTests {
  private static let older = LogFolder.mail(
    "AAAA1B2C4D", at: "Nov 21 23:05:10", "open", "bounced", "removed")
  private static let newer = LogFolder.mail("BBBB1B2C4D", box: "1002", "open", "sent", "removed")

  private static func boxes(_ mails: [MailRecord]) -> [String] {
    mails.map { "\($0.mailbox)" }.sorted()
  }

  /// A log whose predecessor `name` is a packed file that is torn; the whole one is `whole`.
  private static func folder(_ name: String = "mail.log.1.gz") throws -> LogFolder {
    let folder = try LogFolder()
    try folder.write(older, to: "old")
    try folder.write(newer)
    #expect(
      folder.run("gzip -c old > whole; rm old; head -c 60 whole > \(name)") == 0)
    return folder
  }

  @Test(arguments: [
    "cat whole > mail.log.1.gz", "mv whole mail.log.1.gz",
    "touch -r mail.log.1.gz whole; rm mail.log.1.gz; mv whole mail.log.2.gz; mv mail.log mail.log.1",
    "rm mail.log.1.gz; mv whole mail.log.2.gz; mv mail.log mail.log.1",
  ])
  func `it is a problem in every run until it is read`(_ mend: String) throws {
    let folder = try Self.folder()
    let first = folder.read()
    #expect(first.result.problems.map(\.hidesData) == [true])
    let second = folder.read(from: first.result.cursor)
    #expect(second.result.problems == first.result.problems)
    #expect(second.mails.isEmpty)
    let third = folder.read(from: try CodableCopy.of(second.result.cursor))
    #expect(third.result.problems == first.result.problems)
    #expect(folder.run(mend) == 0)
    if access(folder.log, F_OK) != 0 { try folder.write("") }
    let mended = folder.read(from: third.result.cursor)
    #expect(Self.boxes(mended.mails) == ["1001", "1002"])
    #expect(mended.result.problems.isEmpty)
    #expect(mended.result.coverage.map(\.from) == [Timestamp(1_795_302_310)])
    let last = folder.read(from: mended.result.cursor)
    #expect(last.mails.isEmpty && last.result.problems.isEmpty)
  }

  @Test func `it is known by its file after a rotation`() throws {
    let folder = try Self.folder()
    let first = folder.read()
    #expect(folder.run("mv mail.log.1.gz mail.log.2.gz; mv mail.log mail.log.1") == 0)
    try folder.write("")
    let second = folder.read(from: first.result.cursor)
    #expect(second.result.problems.map(\.path) == [ByteText(folder.path + "/mail.log.2.gz")])
    let third = folder.read(from: second.result.cursor)
    #expect(third.result.problems == second.result.problems)
  }

  @Test func `it is no problem any more when it is gone`() throws {
    let folder = try Self.folder("mail.log-20261122.gz")
    let first = folder.read()
    #expect(first.result.problems.count == 1)
    #expect(folder.run("rm mail.log-20261122.gz") == 0)
    let second = folder.read(from: first.result.cursor)
    #expect(second.result.problems.isEmpty)
    #expect(second.result.cursor?.unread == nil)
  }

  @Test func `a mail that was on its way when it began is found again`() throws {
    let folder = try LogFolder()
    try folder.write(
      LogFolder.mail("AAAA1B2C4D", at: "Nov 20 23:05:10", "open", "deferred"), to: "mail.log.2")
    try folder.write(
      LogFolder.mail("CCCC1B2C4D", box: "1003", at: "Nov 21 23:05:10", "open"), to: "old")
    try folder.write(
      LogFolder.mail("CCCC1B2C4D", "sent", "removed")
        + LogFolder.mail("AAAA1B2C4D", "sent", "removed"))
    #expect(folder.run("gzip -c old > whole; head -c 60 whole > mail.log.1.gz; rm old") == 0)
    let first = folder.read()
    #expect(!Self.boxes(first.mails).contains("1003"))
    #expect(folder.run("mv whole mail.log.1.gz; rm mail.log.2") == 0)
    let mended = folder.read(from: first.result.cursor)
    let found = mended.mails.filter { $0.mailbox == "1003" }
    #expect(found.map { $0.recipients.map(\.status) } == [[.sent]])
  }

  @Test func `a folder that could not be listed is listed later`() throws {
    let folder = try LogFolder()
    try folder.write(Self.older, to: "mail.log.1")
    try folder.write(Self.newer)
    var cursor = try #require(folder.read().result.cursor)
    cursor.unread = [UnreadLog(mark: "", after: nil)]
    let next = folder.read(from: cursor)
    #expect(Self.boxes(next.mails) == ["1001", "1002"])
    #expect(next.result.cursor?.unread == nil)
  }
}

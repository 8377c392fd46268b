import FoundationEssentials
import Testing
import VmscanModel
import VmscanSources

/// Which files beside a log are read as its predecessors, and which are named.
struct LogPredecessorTests {
  private static let older = LogFolder.mail(
    "AAAA1B2C4D", at: "Nov 21 23:05:10", "open", "bounced", "removed")
  private static let newer = LogFolder.mail("BBBB1B2C4D", box: "1002", "open", "sent", "removed")

  private static func boxes(_ mails: [MailRecord]) -> [String] {
    mails.map { "\($0.mailbox)" }.sorted()
  }

  @Test(arguments: [
    "mail.log.1", "mail.log.0", "mail.log-20261122", "mail.log-20261122-1795305600",
    "mail.log-20261122_000000", "mail.log_2026-11-22T00:00:00", "mail.log.old",
    "mail.log-1795305600",
    "mail-20261122.log", "mail.1.log", "mail_20261122-1795305600.log",
  ])
  func `it is read`(_ name: String) throws {
    let folder = try LogFolder()
    try folder.write(Self.older, to: name)
    try folder.write(Self.newer)
    let (mails, result) = folder.read()
    #expect(Self.boxes(mails) == ["1001", "1002"])
    #expect(result.problems.isEmpty)
  }

  @Test func `it is read where it has two such names`() throws {
    let folder = try LogFolder()
    try folder.write(Self.older, to: "mail.1.log")
    try folder.write(
      LogFolder.mail("CCCC1B2C4D", box: "1003", at: "Nov 22 12:00:00", "open", "sent", "removed"),
      to: "mail.log.1")
    try folder.write(Self.newer)
    #expect(Self.boxes(folder.read().mails) == ["1001", "1002", "1003"])
  }

  @Test(arguments: [
    "mail.log.1.lz4", "mail.log.1.lzma", "mail.log.1.Z", "mail.log.1.zip", "mail.log-20261122.lzo",
    "mail.log-Nov2026", "mail.log.bak", "mail.log.old.7z", "mail-20261122.log.zip",
  ])
  func `it is named in every run where it cannot be read`(_ name: String) throws {
    let folder = try LogFolder()
    try folder.write(Self.older, to: name)
    try folder.write(Self.newer)
    let first = folder.read().result
    #expect(first.problems.map(\.path) == [ByteText(folder.path + "/" + name)])
    #expect(first.problems.map(\.hidesData) == [true])
    #expect(folder.read(from: first.cursor).result.problems == first.problems)
  }

  @Test(arguments: [
    "mail.err", "mail.warn", "mail.info", "mail", "mail.log.offset", "mail.logger.1", "mail-2.log",
    "mail-relay.log", "mail.log.d",
  ])
  func `another log is not named`(_ name: String) throws {
    let folder = try LogFolder()
    try folder.write(Self.older, to: name)
    try folder.write(Self.newer)
    let (mails, result) = folder.read()
    #expect(Self.boxes(mails) == ["1002"])
    #expect(result.problems.isEmpty)
  }

  @Test func `other logs are not named beside one without an ending`() throws {
    let folder = try LogFolder()
    #expect(folder.run("mkdir -p logs; ln -s logs/mail mail.log") == 0)
    try folder.write(Self.newer, to: "logs/mail")
    for name in ["err", "info", "warn", "log"] {
      try folder.write(Self.older, to: "logs/mail.\(name)")
    }
    let (mails, result) = folder.read()
    #expect(Self.boxes(mails) == ["1002"])
    #expect(result.problems.isEmpty)
  }

  @Test(arguments: ["disk/mail.log", "disk/maillog"])
  func `it lies beside the file that the log's link leads to`(_ target: String) throws {
    let folder = try LogFolder()
    #expect(folder.run("mkdir disk; ln -s '\(target)' link; ln -s link mail.log") == 0)
    try folder.write(Self.older, to: "\(target).1")
    try folder.write(Self.newer, to: target)
    let (mails, result) = folder.read()
    #expect(Self.boxes(mails) == ["1001", "1002"])
    #expect(result.coverage.count == 1 && result.problems.isEmpty)
  }

  @Test func `a link beside the log's link is no second file`() throws {
    let folder = try LogFolder()
    #expect(
      folder.run("mkdir disk; for n in '' .1; do ln -s disk/mail.log$n mail.log$n; done") == 0)
    try folder.write(Self.older, to: "disk/mail.log.1")
    try folder.write(Self.newer, to: "disk/mail.log")
    let (mails, result) = folder.read()
    #expect(Self.boxes(mails) == ["1001", "1002"])
    #expect(result.coverage.count == 1 && result.problems.isEmpty)
  }

  @Test(arguments: ["mv mail.log gone", "rm mail.log"])
  func `a file that went after it was read is told once`(_ move: String) throws {
    let folder = try LogFolder()
    try folder.write(Self.older)
    let first = folder.read().result
    #expect(first.problems.isEmpty)
    #expect(folder.run(move) == 0)
    try folder.write(Self.newer)
    let second = folder.read(from: first.cursor)
    #expect(second.result.problems.map(\.kind) == [.partial])
    #expect(second.result.problems.filter(\.hidesData).isEmpty)
    #expect(folder.read(from: second.result.cursor).result.problems.isEmpty)
  }

  @Test func `a file that is packed now is not told as gone`() throws {
    let folder = try LogFolder()
    for text in ["", Self.older] {
      try folder.write(Self.older, to: "mail.log.2")
      try folder.write(text)
      let first = folder.read().result
      #expect(folder.run("mv mail.log mail.log.1; gzip -f mail.log.1") == 0)
      try folder.write(Self.newer)
      #expect(folder.read(from: first.cursor).result.problems.isEmpty)
    }
  }
}

import Testing
import VmscanModel
import VmscanSources

struct MailLogReaderTests {
  private static func states(_ mails: [MailRecord]) -> [String] {
    mails.map { "\($0.mailbox):\($0.recipients.map(\.status.rawValue).joined(separator: ","))" }
  }

  // MARK: one mail's lines

  static let lives: [(steps: [String], state: String, pending: Int)] = [
    (["open", "sent", "removed"], "1001:sent", 0),
    (["open", "bounced", "removed"], "1001:failed", 0),
    (["open", "deferred"], "1001:deferred", 1),
    (["open", "deferred", "sent", "removed"], "1001:sent", 0),
    (["open", "deferred", "expired", "removed"], "1001:failed", 0),
    (["open", "deferred", "postsuper"], "1001:failed", 0),
    (["open", "postsuper"], "1001:failed", 0),
    (["open", "sent", "bounced", "removed"], "1001:failed", 0),
    (["open"], "1001:", 1),
    // The line that tells its fate may be late.
    (["open", "deliverable", "removed"], "1001:", 1),
  ]

  @Test(arguments: lives)
  func `the last word about a mail counts`(_ life: (steps: [String], state: String, pending: Int))
    throws
  {
    let folder = try LogFolder()
    try folder.write(life.steps.map { LogFolder.mail("3F2A1B2C4D", $0) }.joined())
    let (mails, result) = folder.read()
    #expect(Self.states(mails) == [life.state])
    #expect(result.cursor?.pending.count == life.pending)
    #expect(result.problems.isEmpty)
  }

  @Test
  func `what the lines name is kept`() throws {
    let folder = try LogFolder()
    try folder.write(
      LogFolder.mail("3F2A1B2C4D", box: "sales-7", number: 3, "open", "sent", "removed"))
    let mail = try #require(folder.read().mails.first)
    #expect(mail.messageID == "Asterisk-3-99-sales-7-147@pbx.example.com")
    #expect(mail.messageNumber == 2)
    #expect(mail.mailbox == "sales-7")
    #expect(mail.pid == 147)
    #expect(mail.host == "pbx.example.com")
    #expect(mail.logHost == "pbx")
    #expect(mail.queueID == "3F2A1B2C4D")
    #expect(mail.size == 4630)
    #expect(mail.expectedRecipients == 1)
    #expect(mail.accepted == Timestamp(1_795_388_710))
    #expect(mail.recipients.first?.detail == "said so")
  }

  @Test
  func `a queue id may be used again, and by other instances`() throws {
    let folder = try LogFolder()
    let other = LogFolder.mail("3F2A1B2C4D", box: "1003", "open").split(separator: "\n")
      .map { $0.replacing(" postfix/", with: " postfix-out/") + "\n" }.joined()
    try folder.write(
      LogFolder.mail("3F2A1B2C4D", "open", "sent", "removed")
        + LogFolder.mail("3F2A1B2C4D", box: "1002", "open", "bounced")
        + other
        // Another program's mail takes the id: its fate is not the voicemail's.
        + "Nov 22 23:05:11 pbx postfix/cleanup[7]: 3F2A1B2C4D: message-id=<x@y>\n"
        + LogFolder.mail("3F2A1B2C4D", "sent", "removed"))
    #expect(Self.states(folder.read().mails) == ["1001:sent", "1002:failed", "1003:"])
  }

  @Test
  func `a mail handed to the next queue on the host ends there`() throws {
    let folder = try LogFolder()
    try folder.write(
      LogFolder.mail("AAAA1B2C4D", "open")
        + LogFolder.mail("BBBB1B2C4D", "open")
        + LogFolder.mail("AAAA1B2C4D", "sent", "removed")
        + LogFolder.mail("BBBB1B2C4D", "deferred"))
    let mails = folder.read().mails
    #expect(mails.count == 2)
    #expect(MailRecord.joined(mails)?.recipients.map(\.status) == [.deferred])
  }

  // MARK: reading on

  @Test
  func `a nightly run reads only what is new and knows the mails still queued`() throws {
    let folder = try LogFolder()
    try folder.write(
      LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed")
        + LogFolder.mail("BBBB1B2C4D", box: "1002", "open", "deferred"))
    let first = folder.read()
    try folder.append(
      LogFolder.mail("BBBB1B2C4D", at: "Nov 23 01:00:00", "sent", "removed"))
    let second = folder.read(from: first.result.cursor)
    #expect(Self.states(second.mails) == ["1002:sent"])
    #expect(folder.read(from: second.result.cursor).mails.isEmpty)
    #expect(second.result.coverage.map(\.from) == [Timestamp(1_795_388_710)])
  }

  @Test
  func `a line still being written waits for its end`() throws {
    let folder = try LogFolder()
    let text = LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed")
    for cut in stride(from: 0, through: text.utf8.count, by: 7) {
      let part = String(text.prefix(cut))
      try folder.write(part)
      let first = folder.read()
      try folder.append(String(text.dropFirst(cut)))
      let second = folder.read(from: first.result.cursor)
      let all = first.mails + second.mails
      let merged = try #require(all.last)
      #expect(merged.recipients.map(\.status) == [.sent], "cut at \(cut)")
    }
  }

  @Test(arguments: [
    "mv mail.log mail.log.1", "mv mail.log mail.log-20261123",
    "cp mail.log mail.log.1; : > mail.log", "gzip -c mail.log > mail.log.1.gz; : > mail.log",
    "gzip -c mail.log > mail.log-20261123.gz; rm mail.log",
  ])
  func `rotation loses nothing`(_ rotate: String) throws {
    let folder = try LogFolder()
    try folder.write(LogFolder.mail("BBBB1B2C4D", "open", "deferred"))
    let first = folder.read()
    try folder.append(LogFolder.mail("CCCC1B2C4D", box: "1002", "open", "sent", "removed"))
    #expect(folder.run(rotate) == 0)
    try folder.write(LogFolder.mail("BBBB1B2C4D", at: "Nov 23 02:00:00", "sent", "removed"))
    let second = folder.read(from: first.result.cursor)
    #expect(Self.states(second.mails).sorted() == ["1001:sent", "1002:sent"])
    #expect(second.result.problems.isEmpty)
    #expect(second.result.coverage.count == 1)
    #expect(second.result.coverage.first?.from == Timestamp(1_795_388_710))
  }

  @Test
  func `the first run reads the rotated files, oldest first`() throws {
    let folder = try LogFolder()
    try folder.write(LogFolder.mail("AAAA1B2C4D", "open"), to: "mail.log.2")
    try folder.write(LogFolder.mail("AAAA1B2C4D", "deferred"), to: "mail.log.1")
    try folder.write(LogFolder.mail("AAAA1B2C4D", "sent", "removed"))
    #expect(folder.run("gzip mail.log.2") == 0)
    #expect(Self.states(folder.read().mails) == ["1001:sent"])
  }

  @Test
  func `a missing rotated file is a hole in the coverage`() throws {
    let folder = try LogFolder()
    let text = { LogFolder.mail("AAAA1B2C4D", at: $0, "open", "sent", "removed") }
    try folder.write(text("Nov 20 10:00:00"), to: "mail.log.3")
    try folder.write(text("Nov 22 10:00:00"), to: "mail.log.1")
    try folder.write(text("Nov 22 23:05:10"))
    #expect(folder.read().result.coverage.count == 2)
  }

  @Test
  func `a log that is gone leaves a hole`() throws {
    let folder = try LogFolder()
    try folder.write(LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed"))
    let first = folder.read()
    try folder.write(
      LogFolder.mail("BBBB1B2C4D", at: "Nov 23 02:00:00", "open", "sent", "removed"))
    let second = folder.read(from: first.result.cursor)
    #expect(second.mails.count == 1)
    #expect(second.result.coverage.last?.from == Timestamp(1_795_399_200))
  }

  @Test
  func `what cannot be read is told`() throws {
    let folder = try LogFolder()
    #expect(folder.read().result.problems.map(\.kind) == [.missing])
    try folder.write("no log at all, just words that go on for a while\n")
    #expect(folder.read().result.problems.map(\.kind) == [.invalid])
    try folder.write(LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed"))
    try folder.write("this is no gzip", to: "mail.log.1.gz")
    let broken = folder.read()
    #expect(broken.result.problems.map(\.kind).contains(.unreadable))
    #expect(broken.mails.count == 1)
  }

  @Test
  func `an overlong line is skipped and told`() throws {
    let folder = try LogFolder()
    try folder.write(
      LogFolder.mail("AAAA1B2C4D", "open") + String(repeating: "x", count: 700_000) + "\n"
        + LogFolder.mail("AAAA1B2C4D", "sent", "removed"))
    let (mails, result) = folder.read()
    #expect(Self.states(mails) == ["1001:sent"])
    #expect(result.problems.map(\.kind) == [.partial])
  }

  @Test
  func `the cursor survives its JSON form`() throws {
    let folder = try LogFolder()
    try folder.write(LogFolder.mail("AAAA1B2C4D", "open", "deferred"))
    let cursor = try #require(folder.read().result.cursor)
    #expect(try CodableCopy.of(cursor) == cursor)
  }

  @Test
  func `silence of a log without voicemail proves nothing`() throws {
    let folder = try LogFolder()
    try folder.write("Nov 22 23:05:10 pbx postfix/qmgr[7]: 3F2A1B2C4D: removed\n")
    #expect(folder.read().result.coverage.isEmpty)
  }

  @Test
  func `journald's entries are the same lines`() throws {
    let folder = try LogFolder()
    var text = ""
    let lines = LogFolder.mail("AAAA1B2C4D", "open", "sent", "removed").split(separator: "\n")
    for (place, line) in lines.enumerated() {
      let message = line.dropFirst(
        line.utf8.firstIndex(of: 0x5D).map { line.utf8.distance(from: line.startIndex, to: $0) + 3 }
          ?? 0)
      let program = line.dropFirst(20).prefix { $0 != "[" }
      let value =
        place == 1
        ? "[" + message.utf8.map { "\($0)" }.joined(separator: ",") + "]"
        : "\"" + message.replacing("<", with: "\\u003c") + "\""
      text +=
        "{\"__REALTIME_TIMESTAMP\":\"1795388710000123\",\"_HOSTNAME\":\"pbx\",\"_PID\":\"7\","
        + "\"SYSLOG_IDENTIFIER\":\"\(program)\",\"X\":{\"MESSAGE\":\"no\"},\"MESSAGE\":\(value)}\n"
    }
    try folder.write(text)
    let (mails, result) = folder.read()
    #expect(Self.states(mails) == ["1001:sent"])
    #expect(mails.first?.accepted == Timestamp(1_795_388_710))
    #expect(result.coverage.count == 1)
  }
}

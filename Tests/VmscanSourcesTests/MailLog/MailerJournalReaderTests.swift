import FoundationEssentials
import Testing
import VmscanModel
import VmscanSources

struct MailerJournalReaderTests {
  private static func line(
    _ kind: MailerJournalEntry.Kind, key: String = "1", id: ByteText = "Asterisk-3-2-1001-3@h",
    status: Int32? = nil
  ) throws -> String {
    let entry = MailerJournalEntry(
      kind: kind, key: key, time: Timestamp(1_795_388_710), messageID: id,
      recipients: ["Alice@example.com"], hasAudio: true, size: 4096, command: "/usr/sbin/sendmail",
      exitStatus: status)
    return "\n" + String(decoding: try JSONEncoder().encode(entry), as: UTF8.self) + "\n"
  }

  private static func read(_ text: String) throws -> [MailRecord] {
    let folder = try LogFolder()
    try folder.write(text, to: "2026-11-22.ndjson")
    var records: [MailRecord] = []
    let result = MailerJournalReader(directory: ByteText(folder.path), isExpected: true).read {
      records.append($0)
    }
    #expect(result.problems.isEmpty)
    #expect(result.files == 1)
    return records
  }

  @Test
  func `a mail the command took is handed over`() throws {
    let records = try Self.read(Self.line(.handed) + Self.line(.ended, status: 0))
    let record = try #require(records.first)
    #expect(records.count == 1)
    #expect(record.source == .mailer)
    #expect(record.mailbox == "1001")
    #expect(record.messageNumber == 2)
    #expect(record.hasAudio == true)
    #expect(record.exitStatus == 0)
    #expect(record.recipients.map(\.status) == [.queued])
    #expect(record.recipients.map(\.address) == ["alice@example.com"])
  }

  @Test
  func `a mail the command refused has failed`() throws {
    let records = try Self.read(Self.line(.handed) + Self.line(.ended, status: 75))
    #expect(records.map(\.exitStatus) == [75])
    #expect(records.first?.recipients.map(\.status) == [.failed])
  }

  @Test
  func `a torn last line costs that line only`() throws {
    let whole = try Self.line(.handed) + Self.line(.ended, status: 75)
    let torn = try Self.line(.handed, key: "2", id: "Asterisk-4-2-1001-3@h")
    for cut in stride(from: 1, to: torn.utf8.count - 1, by: 9) {
      #expect(try Self.read(whole + String(torn.prefix(cut))).count == 1)
    }
  }

  @Test
  func `a line that is no entry is told, and hides nothing that could be read again`() throws {
    let folder = try LogFolder()
    let torn = try Self.line(.handed, key: "2", id: "Asterisk-4-2-1001-3@h")
    let whole = try Self.line(.handed) + Self.line(.ended, status: 75)
    try folder.write(String(torn.prefix(50)) + whole + "{}\n" + whole, to: "2026-11-22.ndjson")
    var count = 0
    let result = MailerJournalReader(directory: ByteText(folder.path), isExpected: true).read { _ in
      count += 1
    }
    #expect(count == 2)
    #expect(result.files == 1)
    #expect(result.problems.map(\.kind) == [.partial])
    #expect(result.problems.map(\.hidesData) == [false])
    #expect(result.problems.first?.detail.unmasked.hasPrefix("2 lines") == true)
  }

  @Test
  func `a journal that lost all its files is missing`() throws {
    let folder = try LogFolder()
    for wasRead in [false, true] {
      let result = MailerJournalReader(
        directory: ByteText(folder.path), isExpected: true, wasRead: wasRead
      ).read { _ in Issue.record("a mail of no journal") }
      #expect(result.problems.map(\.kind) == (wasRead ? [.missing] : []))
      #expect(result.problems.map(\.hidesData) == (wasRead ? [true] : []))
    }
  }

  @Test
  func `pages and foreign mails are left out`() throws {
    #expect(
      try Self.read(Self.line(.handed, id: "") + Self.line(.handed, key: "3", id: "x@y")).isEmpty)
  }

  @Test
  func `no journal is a problem where one is expected`() {
    for isExpected in [false, true] {
      let reader = MailerJournalReader(directory: "/nonexistent/journal", isExpected: isExpected)
      let result = reader.read { _ in Issue.record("a mail of no journal") }
      #expect(result.files == 0)
      #expect(result.problems.map(\.path) == (isExpected ? ["/nonexistent/journal"] : []))
    }
  }
}

import FoundationEssentials
import Testing
import VmscanAssessment
import VmscanModel
import VmscanSources

/// The recorded logs against what really became of their mails.
struct SampleTruthTests {
  private typealias Bench = EvidenceBench

  /// An hour after the samples were made; the logs' clock was UTC.
  private static let now = Timestamp(1_795_392_000)

  private static let fixtures =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Fixtures/"

  private static func text(_ path: String) throws -> String {
    try String(contentsOfFile: fixtures + path, encoding: .utf8)
  }

  private static func read(_ path: String) -> (mails: [MailRecord], result: MailLogReadResult) {
    var mails: [MailRecord] = []
    let reader = MailLogReader(
      path: ByteText(fixtures + path), now: now, zone: .utc, lastWritten: now)
    let result = reader.read(from: nil) { mails.append($0) }
    return (mails, result)
  }

  // MARK: Postfix, message by message

  /// `messages.txt` as directories; the envelope's time is not recorded, so the recording's end
  /// stands for it.
  private static func directories(_ path: String) throws -> [SpoolMailbox] {
    var result: [MailboxID: SpoolMailbox] = [:]
    for block in try text(path).components(separatedBy: "==> ").dropFirst() {
      let head = block.prefix { $0 != " " }.split(separator: "/").map(String.init)
      let id = MailboxID(context: ByteText(head[0]), mailbox: ByteText(head[1]))
      func field(_ name: String) -> Int64? {
        block.components(separatedBy: "\n\(name)=").last.flatMap {
          Int64($0.prefix(while: \.isNumber))
        }
      }
      let number = try #require(Int32(head[3].dropFirst(3).prefix(4)))
      let origtime = try #require(field("origtime"))
      let duration = try #require(field("duration"))
      let message = Bench.message(number, at: origtime) {
        $0.duration = Int32(duration)
        $0.envelopeModified = origtime + duration
        $0.fileCount = 4
      }
      result[id, default: Bench.directory([], id)].messages.append(message)
    }
    return result.values.sorted { $0.id < $1.id }
  }

  private static let addresses: [String: ByteText] = [
    "1008": "heidi@example.com", "4001": "local@example.com", "4002": "remote@example.org",
    "4004": "full@example.org", "4005": "grey@example.org", "4006": "busy@example.org",
    "4007": "spam@example.org", "4008": "small@example.org", "4009": "down@down.example.net",
    "4010": "user@nodns.example.net", "4012": "someone@gmail.com", "4013": "not-an-address",
    "4014": "blocked@example.org",
  ]

  private static func expected(_ fates: [Substring]) -> EmailGrade {
    if fates.contains(where: { ["bounced", "expired", "removed"].contains($0) }) { return .failed }
    return fates.allSatisfy { $0 == "sent" } ? .delivered : .handedOver
  }

  @Test(arguments: ["3.11", "3.5"])
  func `every message that is left is graded as its mail fared`(_ version: String) throws {
    let (mails, result) = Self.read("postfix/\(version)/mail.log")
    #expect(result.problems.isEmpty)
    var fates: [String: [Substring]] = [:]
    for row in try Self.text("postfix/\(version)/truth.tsv").split(separator: "\n").dropFirst() {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false)
      fates["\(fields[0])-\(fields[1])", default: []].append(fields[4])
    }
    let grader = EmailGrader(
      coverage: result.coverage, now: Self.now, asteriskVersion: nil)
    var seen: [EmailGrade: Int] = [:]
    for directory in try Self.directories("postfix/\(version)/messages.txt") {
      let box = directory.id.mailbox.description
      let mailbox = Bench.mailbox(
        directory.id, email: Self.addresses[box] ?? "", pager: "p@pager.example.org")
      let grades = grader.grades(
        for: directory, configured: mailbox,
        mails: mails.filter { $0.mailbox == directory.id.mailbox }, knowledge: nil)
      for (message, grade) in zip(directory.messages, grades) {
        let known = fates["\(box)-\(message.number + 1)"] ?? []
        let wanted =
          Self.addresses[box] == nil
          ? EmailGrade.noticeOnly : known == ["refused"] ? .absent : Self.expected(known)
        #expect(grade == wanted, "\(directory.id) \(message.number)")
        seen[grade, default: 0] += 1
      }
    }
    #expect(seen == [.delivered: 7, .failed: 8, .handedOver: 2, .absent: 1, .noticeOnly: 2])
  }

  // MARK: every mail of every log

  /// Worst fate per Message-ID, as `sent`, `failed` or `open`, by mailbox.
  private static func fates(_ mails: [MailRecord]) -> [String: [String]] {
    var result: [String: [String]] = [:]
    // Those without a mailbox are pages and other mails without a Message-ID.
    for mail in mails.sorted(by: { $0.accepted < $1.accepted }) where !mail.mailbox.isEmpty {
      let statuses = mail.recipients.map(\.status)
      let fate =
        statuses.contains(.failed)
        ? "failed" : statuses.allSatisfy { $0 == .sent } && !statuses.isEmpty ? "sent" : "open"
      result[mail.mailbox.description, default: []].append(fate)
    }
    return result
  }

  private static let postfixTruth: [String: [String]] = [
    "1003": ["sent"], "1006": ["sent"], "1008": ["sent"], "4001": ["sent"],
    "4002": ["sent", "sent"], "4003": ["failed", "failed"], "4004": ["failed"],
    "4005": ["sent"], "4006": ["failed", "open"], "4007": ["failed"], "4008": ["failed"],
    "4009": ["failed", "failed"], "4010": ["failed", "open"],
    "4011": ["failed", "failed", "failed"], "4012": ["sent"], "4013": ["sent"],
    "4014": ["failed"], "4016": ["sent", "sent"],
  ]

  @Test(arguments: ["3.11", "3.5"])
  func `Postfix tells every mail's fate`(_ version: String) {
    #expect(Self.fates(Self.read("postfix/\(version)/mail.log").mails) == Self.postfixTruth)
  }

  @Test(arguments: ["mail.log-rsyslog-rfc3339", "mail.log-rsyslog-traditional"])
  func `rsyslog's formats tell the same`(_ name: String) {
    let fates = Self.fates(Self.read("postfix/\(name)").mails)
    var wanted = Self.postfixTruth.filter { $0.key != "1003" }.mapValues { [$0[0]] }
    // The queue was flushed once: what was deferred still is.
    for box in ["4006", "4009", "4010"] { wanted[box] = ["open"] }
    #expect(fates == wanted)
  }

  @Test
  func `Exim tells every mail's fate`() {
    var wanted = Self.postfixTruth
    wanted["4006"] = ["open"]
    wanted["4009"] = ["failed"]
    wanted["4010"] = ["failed"]
    wanted["4016"] = ["sent"]
    #expect(Self.fates(Self.read("exim/mainlog").mails) == wanted)
  }

  @Test
  func `Exim with more selectors tells the same`() {
    var wanted = Self.postfixTruth.filter { $0.key != "1003" }.mapValues { [$0[0]] }
    for box in ["4006", "4009", "4010"] { wanted[box] = ["open"] }
    #expect(Self.fates(Self.read("exim/mainlog-more-selectors").mails) == wanted)
  }

  @Test
  func `msmtp's mails are matched by recipients and time`() {
    let (mails, result) = Self.read("msmtp/msmtp.log")
    let counts = Dictionary(grouping: mails) { $0.recipients.allSatisfy { $0.status == .sent } }
    #expect(counts[true]?.count == 12)
    #expect(counts[false]?.count == 11)
    let grader = EmailGrader(
      coverage: result.coverage, now: Self.now, asteriskVersion: nil)
    // Calls of the sample: ended one or two seconds before the line.
    let calls: [(String, Int64, ByteText, EmailGrade)] = [
      ("4001", 1_795_388_978, "local@example.com", .delivered),
      ("4003", 1_795_388_978, "unknown@example.org", .failed),
      ("4005", 1_795_388_980, "grey@example.org", .failed),
      ("4011", 1_795_388_982, "remote@example.org|unknown@example.org", .failed),
      ("1006", 1_795_388_988, "frank@example.com|frank.example@gmail.com", .delivered),
      ("4001", 1_795_389_004, "local@example.com", .failed),
    ]
    for (box, ended, address, grade) in calls {
      let id = MailboxID(context: "mailtest", mailbox: ByteText(box))
      let message = Bench.message(0, at: ended - 1) {
        $0.duration = 1
        $0.envelopeModified = ended
      }
      let grades = grader.grades(
        for: Bench.directory([message], id), configured: Bench.mailbox(id, email: address),
        mails: mails, knowledge: nil)
      #expect(grades == [grade], "\(box) \(ended)")
    }
  }

  @Test
  func `the address behind an alias is known`() {
    let mails = Self.read("postfix/3.11/mail.log").mails.filter { $0.mailbox == "1006" }
    #expect(
      mails.first?.recipients.first { $0.originalAddress != nil }?.originalAddress
        == "frank@example.com")
  }
}

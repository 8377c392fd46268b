import Foundation
import Testing

/// Logs that real mail agents wrote, against what really became of their mails.
///
/// Each folder of `Fixtures/mail-agents` is one agent that was handed voicemail mails of as many
/// kinds as can be thought of; `truth.tsv` was made from what the servers and mailboxes got.
struct MailAgentTruthTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var folder: String
    var log: String
    /// The most that the agent's lines can prove.
    var best = "delivered"
    /// Mailboxes whose fate the lines cannot show, with why.
    var unknowable: [String: String] = [:]

    var testDescription: String { "\(folder) \(log)" }
  }

  private static let alias = "an alias, of which only the target is logged"

  static let samples: [Sample] = [
    Sample(folder: "postfix-3.7", log: "mail.log"),
    Sample(folder: "postfix-journald", log: "journal.short-precise"),
    Sample(
      folder: "exim-4.98", log: "mainlog",
      // Found by recipients; the truth knows it by a Message-ID that no server passes on.
      unknowable: ["5097": "a Message-ID with a tab"]),
    Sample(folder: "exim-system-filter", log: "mainlog"),
    Sample(folder: "exim-underscore", log: "mainlog"),
    Sample(folder: "exim-syslog-split", log: "mail.log"),
    Sample(folder: "sendmail-8.17", log: "mail.log"),
    Sample(folder: "sendmail-direct", log: "mail.log"),
    Sample(folder: "sendmail-down", log: "mail.log"),
    Sample(folder: "sendmail-discard", log: "mail.log"),
    Sample(
      folder: "msmtp-1.8", log: "mail.log",
      unknowable: ["5012": "msmtp's own alias"]),
    Sample(folder: "nullmailer-2.2", log: "mail.log"),
    Sample(
      folder: "opensmtpd-7.9", log: "mail.log",
      unknowable: ["5001": "the last mail was taken in after the daemon's restart"]),
    Sample(
      folder: "courier-1.0", log: "mail.log",
      unknowable: ["5020": alias, "5021": alias]),
    Sample(
      folder: "dma-0.14", log: "mail.log", best: "handedOver",
      unknowable: ["5011": alias, "5012": alias, "5021": alias, "5020": alias, "5022": alias]),
    Sample(
      folder: "dma-0.13", log: "mail.log", best: "handedOver",
      unknowable: ["5011": alias, "5012": alias, "5021": alias, "5020": alias, "5022": alias]),
    Sample(folder: "chasquid-1.19", log: "mail.log", best: "handedOver"),
  ]

  private struct Mail {
    var box: String
    var number: Int
    var mailed: Int64
    var addresses: [String] = []
    var fates: [String] = []
  }

  private static func mails(_ folder: String) throws -> [Mail] {
    let text = try String(contentsOfFile: folder + "/truth.tsv", encoding: .utf8)
    var mails: [Mail] = []
    var places: [String: Int] = [:]
    for row in text.split(separator: "\n").dropFirst() {
      let fields = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      // Message-IDs that do not name the mailbox are no mails of it.
      guard fields[0].contains("-\(fields[3])-") else { continue }
      let place = places[fields[0]] ?? mails.count
      if place == mails.count {
        places[fields[0]] = place
        mails.append(
          Mail(
            box: fields[3], number: try #require(Int(fields[4])) - 1,
            mailed: Int64(try #require(Double(fields[5])))))
      }
      mails[place].addresses.append(fields[1])
      mails[place].fates.append(fields[2])
    }
    return mails
  }

  /// Mails whose grade is lower than what became of them, by sample and `BOX/NUMBER`.
  ///
  /// The log does not name an alias, the answer stands in another file of the log, or an agent's words
  /// say less. None is `delivered` that was not; that is tried for these as well.
  private static let lessKnown: [String: Set<String>] = [
    "chasquid-1.19": ["5011/0", "5020/0", "5022/0"],
    "courier-1.0": ["5011/0", "5012/0"],
    "dma-0.13": ["5010/0", "5029/0"],
    "exim-4.98": ["5024/0"],
    "msmtp-1.8": ["5001/10", "5001/11", "5011/0"],
    "opensmtpd-7.9": ["5011/0", "5012/0"],
  ]

  @Test(arguments: samples)
  func `every message is graded as its mail fared`(_ sample: Sample) throws {
    let folder = Program.fixtures.appending(path: "mail-agents/\(sample.folder)").path
    let mails = try Self.mails(folder)
    let site = try MailSite()
    var addresses: [(box: String, addresses: String)] = []
    for mail in mails where !addresses.contains(where: { $0.box == mail.box }) {
      var unique: [String] = []
      for address in mail.addresses where !unique.contains(address) { unique.append(address) }
      addresses.append((mail.box, unique.joined(separator: "|")))
    }
    try site.configure(addresses)
    for mail in mails {
      try site.leave(MailSite.Message(mailbox: mail.box, number: mail.number, mailed: mail.mailed))
    }
    let last = try #require(mails.map(\.mailed).max())
    let log = try site.log(
      String(contentsOfFile: folder + "/" + sample.log, encoding: .utf8), written: last + 100)
    let (grades, errors) = try site.grades(logs: [log], now: last + 3600)
    #expect(errors.isEmpty)
    var delivered = 0
    for mail in mails {
      let grade = grades["\(mail.box)@default INBOX/\(mail.number)"] ?? "none"
      let fates = Set(mail.fates)
      delivered += grade == "delivered" ? 1 : 0
      let note: Comment = "\(mail.box)/\(mail.number) \(mail.fates)"
      if !fates.isSubset(of: ["delivered", "delivered+thrown-away", "piped"]) {
        #expect(grade != "delivered" || sample.unknowable[mail.box] != nil, note)
      }
      guard sample.unknowable[mail.box] == nil else { continue }
      let isLessKnown =
        Self.lessKnown[sample.folder]?.contains("\(mail.box)/\(mail.number)") == true
      if isLessKnown { continue }
      if fates == ["delivered"] {
        #expect(grade == sample.best, note)
      } else if fates.contains("queued") {
        #expect(["handedOver", "failed"].contains(grade), note)
      } else if fates.isSubset(of: ["piped", "delivered+thrown-away"]) {
        #expect(["delivered", "handedOver"].contains(grade), note)
      } else if fates == ["bounced"] {
        #expect(grade == "failed", note)
      } else if !fates.isSubset(of: ["thrown-away", "discarded-by-server", "delivered"]) {
        #expect(["failed", "absent", "none"].contains(grade), note)
      } else {
        #expect(["failed", "absent", "none", "handedOver"].contains(grade), note)
      }
    }
    #expect(
      delivered > 0 || sample.best != "delivered" || sample.folder.hasSuffix("down")
        || sample.folder.hasSuffix("discard"))
  }

  @Test func `ssmtp's log proves nothing and says so`() throws {
    let folder = Program.fixtures.appending(path: "mail-agents/ssmtp-2.64").path
    let site = try MailSite()
    try site.configure([("5001", "ok1@example.org")])
    try site.leave(MailSite.Message(mailbox: "5001", number: 0, mailed: 1_795_926_000))
    let log = try site.log(
      String(contentsOfFile: folder + "/mail.log", encoding: .utf8), written: 1_795_927_300)
    let (grades, errors) = try site.grades(logs: [log], now: 1_795_930_000)
    #expect(grades == ["5001@default INBOX/0": "inferred"])
    #expect(errors.contains("mail log: \(log): log of ssmtp, which is not supported"))
  }
}

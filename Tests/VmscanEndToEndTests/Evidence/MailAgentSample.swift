import Foundation
import Testing

/// A log that a real mail agent wrote, and what really became of its mails.
///
/// Each folder of `Fixtures/mail-agents` is one agent that was handed voicemail mails of as many
/// kinds as can be thought of; `truth.tsv` was made from what the servers and mailboxes got.
struct MailAgentSample: Sendable, CustomTestStringConvertible {
  /// What the lines allow where they do not show what became of a mail.
  struct Doubt: Sendable {
    var grade: String
    /// Words of the explanation.
    var why: String
  }

  struct Mail {
    var box: String
    var number: Int
    var mailed: Int64
    var addresses: [String] = []
    var fates: [String] = []

    var place: String { "\(box)/\(number)" }
  }

  var folder: String
  var log: String
  /// The most that the agent's lines can prove.
  var best = "delivered"
  /// Mails whose fate the lines do not show, by `BOX/NUMBER`.
  var doubts: [String: Doubt] = [:]

  var testDescription: String { "\(folder) \(log)" }

  private var path: String {
    Program.fixtures.appending(path: "mail-agents/\(folder)").path
  }

  func text() throws -> String {
    try String(contentsOfFile: path + "/" + log, encoding: .utf8)
  }

  func mails() throws -> [Mail] {
    let text = try String(contentsOfFile: path + "/truth.tsv", encoding: .utf8)
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

  /// The mailboxes with their messages; `now` is an hour after the last one.
  func site(of mails: [Mail]) throws -> (site: MailSite, last: Int64) {
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
    return (site, try #require(mails.map(\.mailed).max()))
  }
}

extension MailAgentSample {
  /// Only the target of an alias is logged, so the log's silence proves nothing either.
  private static let alias = Doubt(grade: "inferred", why: "no mail log covers the time it came")
  private static let shared = "another mailbox has the same addresses"
  private static let others = "fits the time but went to other addresses than this mailbox's"

  private static let dma: [String: Doubt] = [
    "5011/0": alias, "5020/0": alias, "5021/0": alias, "5022/0": alias,
    // One line for `alice`, which two mailboxes may have.
    "5012/0": Doubt(grade: "none", why: shared),
  ]

  static let all: [MailAgentSample] = [
    MailAgentSample(folder: "postfix-3.7", log: "mail.log"),
    MailAgentSample(folder: "postfix-journald", log: "journal.short-precise"),
    MailAgentSample(
      folder: "exim-4.98", log: "mainlog",
      doubts: [
        // Its address is a blank, so Asterisk's mail had no recipient.
        "5024/0": Doubt(grade: "none", why: "the mailbox has no e-mail address")
      ]),
    MailAgentSample(folder: "exim-system-filter", log: "mainlog"),
    MailAgentSample(folder: "exim-underscore", log: "mainlog"),
    MailAgentSample(folder: "exim-syslog-split", log: "mail.log"),
    MailAgentSample(folder: "sendmail-8.17", log: "mail.log"),
    MailAgentSample(folder: "sendmail-direct", log: "mail.log"),
    MailAgentSample(folder: "sendmail-down", log: "mail.log"),
    MailAgentSample(folder: "sendmail-discard", log: "mail.log"),
    MailAgentSample(
      folder: "msmtp-1.8", log: "mail.log",
      doubts: [
        // One of four messages of eleven seconds left no line, one line says that its mail failed.
        "5001/10": Doubt(grade: "failed", why: "3 mails and 4 messages fit each other"),
        "5001/11": Doubt(grade: "failed", why: "3 mails and 4 messages fit each other"),
        // One line for two mailboxes: msmtp replaced the other's address by the target of an alias.
        "5011/0": Doubt(grade: "none", why: shared), "5012/0": Doubt(grade: "none", why: shared),
      ]),
    MailAgentSample(folder: "nullmailer-2.2", log: "mail.log"),
    MailAgentSample(
      folder: "opensmtpd-7.9", log: "mail.log",
      // Taken in only after a restart, within the time of a message that was refused.
      doubts: ["5001/9": Doubt(grade: "absent", why: "1 mail and 2 messages fit each other")]),
    MailAgentSample(
      folder: "courier-1.0", log: "mail.log",
      doubts: [
        "5020/0": alias, "5021/0": alias,
      ]),
    MailAgentSample(folder: "dma-0.14", log: "mail.log", best: "handedOver", doubts: dma),
    MailAgentSample(
      folder: "dma-0.13", log: "mail.log", best: "handedOver",
      // The second line of To: is lost; what the truth found queued for it is an earlier mail.
      doubts: dma.merging([
        "5010/0": Doubt(grade: "none", why: others), "5029/0": Doubt(grade: "none", why: others),
      ]) { $1 }),
    MailAgentSample(
      folder: "chasquid-1.19", log: "mail.log", best: "handedOver",
      // One line for two mailboxes: the other's address, without a domain, was refused.
      doubts: ["5011/0": Doubt(grade: "none", why: shared)]),
  ]
}

import Foundation
import Testing

/// Five hundred mails of all agents and fates, graded by the program from the agents' logs.
struct GeneratedMailTests {
  private static let agents = [
    "postfix", "exim", "sendmail", "msmtp", "nullmailer", "opensmtpd", "courier", "chasquid", "dma",
  ]

  @Test(arguments: [1, 2] as [UInt64])
  func `no mail is called delivered that was not, and nearly none is missed`(seed: UInt64) throws {
    let made = GeneratedMails(seed: seed, count: 504)
    let site = try MailSite()
    try site.configure(
      made.mails.map { ($0.box, $0.addresses.joined(separator: "|")) })
    for mail in made.mails {
      try site.leave(MailSite.Message(mailbox: mail.box, number: 0, mailed: mail.mailed))
    }
    let logs = try Self.agents.map {
      try site.log(made.log($0), name: "\($0).log", written: GeneratedMails.now - 60)
    }
    let (grades, errors) = try site.grades(logs: logs, now: GeneratedMails.now)
    #expect(errors.isEmpty)
    var (delivered, found) = (0, 0)
    for mail in made.mails {
      let grade = grades["\(mail.box)@default INBOX/0"] ?? "missing"
      let note: Comment = "\(mail.agent), \(mail.fate), \(mail.addresses.count): \(mail.box)"
      switch mail.truth {
      case .delivered:
        delivered += 1
        found += grade == "delivered" ? 1 : 0
        #expect(grade == "delivered", note)
      case .taken: #expect(grade == "handedOver", note)
      case .waiting: #expect(grade == "handedOver", note)
      case .lost: #expect(["failed", "none", "absent"].contains(grade), note)
      }
    }
    let plan = try site.vmscan(
      [
        "purge", "--evidence", "delivered", "--emailed", "--older", "1h", "--plan-out",
        site.path("plan"),
      ], logs: logs, now: GeneratedMails.now)
    let planned = try String(contentsOfFile: site.path("plan"), encoding: .utf8)
    let proven = made.mails.filter { $0.truth == .delivered }.map(\.box)
    #expect(plan.status == 0, "\(plan.errors)")
    let named = made.mails.map(\.box).filter { planned.contains("\"\($0)\"") }
    #expect(Set(named).isSubset(of: proven))
    #expect(named.count >= found)
    #expect(delivered > 100)
    #expect(Double(found) > 0.99 * Double(delivered))
  }
}

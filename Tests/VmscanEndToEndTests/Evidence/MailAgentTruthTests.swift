import Foundation
import Testing
import VmscanTestSupport

/// Logs that real mail agents wrote, against what really became of their mails.
struct MailAgentTruthTests {
  @Test(arguments: MailAgentSample.all)
  func `every message is graded as its mail fared`(_ sample: MailAgentSample) throws {
    let mails = try sample.mails()
    let (site, last) = try sample.site(of: mails)
    let log = try site.log(sample.text(), written: last + 100)
    let (grades, errors) = try site.grades(logs: [log], now: last + 3600)
    #expect(errors.isEmpty)
    #expect(Set(sample.doubts.keys).isSubset(of: mails.map(\.place)))
    for mail in mails {
      let grade = grades["\(mail.box)@default INBOX/\(mail.number)"] ?? "none"
      let note: Comment = "\(mail.place) \(mail.fates)"
      guard let doubt = sample.doubts[mail.place] else {
        #expect(Self.grades(of: mail, best: sample.best).contains(grade), note)
        continue
      }
      #expect(grade == doubt.grade, note)
      let words = ["explain", "\(mail.box)@default", "INBOX/\(mail.number)"]
      let why = try site.vmscan(words, logs: [log], now: last + 3600).output
      #expect(why.contains(doubt.why), "\(mail.place): \(why)")
    }
    let delivered = grades.values.count { $0 == "delivered" }
    let hasNone = sample.folder.hasSuffix("down") || sample.folder.hasSuffix("discard")
    #expect(delivered > 0 || sample.best != "delivered" || hasNone)
    #expect(delivered == 0 || sample.best == "delivered")
  }

  /// The grades that are right for what became of a mail.
  private static func grades(of mail: MailAgentSample.Mail, best: String) -> Set<String> {
    let fates = Set(mail.fates)
    if fates == ["delivered"] { return [best] }
    if fates.contains("queued") { return ["handedOver", "failed"] }
    if fates == ["piped"] { return ["handedOver"] }
    if fates == ["delivered+thrown-away"] { return ["delivered", "handedOver"] }
    if fates == ["bounced"] { return ["failed"] }
    if !fates.isSubset(of: ["thrown-away", "discarded-by-server", "delivered"]) {
      return ["failed", "absent", "none"]
    }
    // An agent that does not log the answer of the next server cannot know that it threw it away.
    let unknown: Set<String> = best == "handedOver" ? ["handedOver"] : []
    return unknown.union(["failed", "absent", "none", "handedOver"])
  }

  /// What may happen to the lines of a log between the agent and the reader.
  enum Damage: CaseIterable {
    case lost, twice, swapped, cut, flipped

    func apply(to lines: inout [[UInt8]], using random: inout SeededGenerator) {
      let place = Int.random(in: 0..<lines.count, using: &random)
      let length = lines[place].count
      switch self {
      case .lost: lines.remove(at: place)
      case .twice:
        lines.insert(lines[place], at: Int.random(in: 0..<lines.count, using: &random))
      case .swapped:
        lines.swapAt(place, min(lines.count - 1, place + Int.random(in: 1...3, using: &random)))
      case .cut: lines[place].removeLast(Int.random(in: 0...length, using: &random))
      case .flipped:
        guard length > 0 else { return }
        lines[place][Int.random(in: 0..<length, using: &random)] = UInt8.random(
          in: 0x20...0x7E, using: &random)
      }
    }
  }

  @Test(arguments: MailAgentSample.all)
  func `no damage to a log makes a mail delivered that was not`(_ sample: MailAgentSample) throws {
    let mails = try sample.mails()
    let (site, last) = try sample.site(of: mails)
    // What a server threw away is known by its words alone, which the damage may hit.
    let lost = mails.filter { mail in
      sample.doubts[mail.place] == nil
        && mail.fates.contains {
          ["bounced", "queued", "lost"].contains($0) || $0.hasPrefix("refused")
        }
    }
    var random = SeededGenerator(seed: sample.folder.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    for _ in 0..<6 {
      var lines = Array(try sample.text().utf8).split(separator: 0x0A).map { Array($0) }
      for _ in 0..<max(3, lines.count / 8) {
        Damage.allCases.randomElement(using: &random)?.apply(to: &lines, using: &random)
      }
      let text = String(decoding: lines.joined(separator: [0x0A]) + [0x0A], as: UTF8.self)
      let log = try site.log(text, written: last + 100)
      let grades = try site.grades(logs: [log], now: last + 3600).grades
      for mail in lost {
        let grade = grades["\(mail.box)@default INBOX/\(mail.number)"]
        #expect(grade != "delivered", "\(mail.place) \(mail.fates) in \(log)")
      }
    }
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
    #expect(errors.contains("use vmscan mailer"))
  }
}

import Foundation
import Testing

/// What the program makes of a log in which the system's logger dropped lines.
struct DroppedLinesProgramTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400
  /// When a message was left whose mail the log does not show.
  private static let silent = mailed + 5 * 86400
  private static let word =
    "rsyslogd-2177: imuxsock[pid: 910, name: /usr/lib/postfix/sbin/smtp] from <pbx:postfix>: begin to "
    + "drop messages due to rate-limiting"

  private static func line(_ time: Int64, _ text: String) -> String {
    let stamp = Date(timeIntervalSince1970: Double(time)).formatted(.iso8601)
    return "\(stamp.replacingOccurrences(of: "Z", with: "+00:00")) pbx \(text)\n"
  }

  /// A log of ten days with one mail, and the logger's word at some times.
  private static func log(word times: [Int64]) -> String {
    var lines: [(time: Int64, text: String)] = [
      (mailed + 1, "postfix/pickup[9]: 4A1B2C3D4E: uid=995 from=<asterisk>"),
      (
        mailed + 1,
        "postfix/cleanup[9]: 4A1B2C3D4E: message-id=<Asterisk-1-1804289383-1001-2231@pbx.example.com>"
      ),
      (
        mailed + 1,
        "postfix/qmgr[9]: 4A1B2C3D4E: from=<asterisk@pbx.example.com>, size=112204, nrcpt=1 (queue "
          + "active)"
      ),
      (
        mailed + 1,
        "postfix/smtp[9]: 4A1B2C3D4E: to=<pat@example.com>, relay=mx.example.com[192.0.2.9]:25, "
          + "delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 OK)"
      ),
      (mailed + 1, "postfix/qmgr[9]: 4A1B2C3D4E: removed"),
    ]
    lines += (1..<240).map { (mailed + 1 + $0 * 3600, "postfix/anvil[9]: statistics: none") }
    lines += times.map { ($0, word) }
    return lines.sorted { $0.time < $1.time }.map { line($0.time, $0.text) }.joined()
  }

  private static func site() throws -> MailSite {
    let site = try MailSite()
    try site.configure([("1001", "pat@example.com")])
    for (number, time) in [mailed, silent].enumerated() {
      try site.leave(
        MailSite.Message(mailbox: "1001", number: number, mailed: time, seconds: 5, bytes: 8185))
    }
    return site
  }

  @Test(arguments: [
    ([], "absent"), ([silent - 1800], "inferred"), ([silent + 1800], "inferred"),
    ([silent - 7200], "absent"), ([silent - 7200, silent + 7200], "absent"),
  ])
  func `a mail that is missing where lines were dropped is not absent`(
    _ times: [Int64], _ grade: String
  ) throws {
    let site = try Self.site()
    let log = try site.log(Self.log(word: times), written: Self.mailed + 1 + 239 * 3600)
    let found = try site.grades(logs: [log], now: Self.now)
    #expect(
      found.grades == ["1001@default INBOX/0": "delivered", "1001@default INBOX/1": grade])
    #expect(found.errors.contains("logger dropped lines (\(times.count) gap") == !times.isEmpty)
  }

  @Test func `the gap is named, also where it leaves nothing of the log`() throws {
    for times in [[Self.silent], (0..<240).map { Self.mailed + $0 * 3600 }] {
      let site = try Self.site()
      let log = try site.log(Self.log(word: times), written: Self.mailed + 1 + 239 * 3600)
      for words in [["doctor"], ["messages"], ["scan"]] {
        let done = try site.vmscan(words, logs: [log], now: Self.now)
        let said = (done.output + done.errors).replacingOccurrences(
          of: "\\s+", with: " ", options: .regularExpression)
        #expect(
          said.components(separatedBy: "dropped lines (1 gap").count == 2, "\(words): \(said)")
      }
      // Said by the run that reads the lines, and what it meant stays.
      let again = try site.vmscan(["scan"], logs: [log], now: Self.now)
      #expect(!(again.output + again.errors).contains("dropped lines"))
      #expect(
        try site.grades(logs: [log], now: Self.now).grades["1001@default INBOX/1"] == "inferred")
    }
  }
}

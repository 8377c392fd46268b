import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

/// Real logs read by two nights' runs tell the same as read by one, wherever the first stopped.
struct RereadLogTests {
  private static let logs = [
    "mail-agents/chasquid-1.19/mail.log", "mail-agents/courier-1.0/mail.log",
    "mail-agents/dma-0.13/mail.log",
    "mail-agents/dma-0.14/mail.log", "mail-agents/exim-4.98/mainlog",
    "mail-agents/exim-syslog-split/mail.log",
    "mail-agents/exim-system-filter/mainlog", "mail-agents/exim-underscore/mainlog",
    "mail-agents/nullmailer-2.2/mail.log", "mail-agents/opensmtpd-7.9/mail.log",
    "mail-agents/postfix-3.7/mail.log", "mail-agents/postfix-journald/journal.short-precise",
    "mail-agents/sendmail-8.17/mail.log", "mail-agents/sendmail-direct/mail.log",
    "mail-agents/sendmail-discard/mail.log", "mail-agents/sendmail-down/mail.log",
    "msmtp/msmtp.log",
    "postfix/mail.log-rsyslog-rfc3339", "postfix/3.11/mail.log", "exim/mainlog",
    "exim/mainlog-more-selectors",
  ]
  /// A log is cut at this many of its lines at most.
  private static let mostCuts = 60
  private static let now: Int64 = 1_796_000_000

  @Test(arguments: logs)
  func `it does not matter behind which line of a real log a run stopped`(name: String) throws {
    let lines = try Fixtures.text(name).split(separator: "\n").map { "\($0)\n" }
    let folder = try LogFolder()
    try folder.write(lines.joined())
    let whole = DifferentialLogTests.told(folder.read(now: Self.now).mails)
    #expect(!whole.isEmpty)
    for place in stride(from: 1, to: lines.count, by: lines.count / Self.mostCuts + 1) {
      try folder.write(lines[..<place].joined())
      let first = folder.read(now: Self.now)
      let cursor = try first.result.cursor.map { try CodableCopy.of($0) }
      try folder.append(lines[place...].joined())
      let second = folder.read(from: cursor, now: Self.now)
      let told = DifferentialLogTests.told(first.mails + second.mails)
      guard told != whole else { continue }
      Issue.record(
        "stopped behind line \(place): \(DifferentialLogTests.difference(told, whole))")
      return
    }
  }
}

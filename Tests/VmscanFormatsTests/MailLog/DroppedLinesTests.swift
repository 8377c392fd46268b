import Testing
import VmscanFormats

/// What loggers say when they drop lines.
struct DroppedLinesTests {
  static let said: [String] = [
    "rsyslogd-2177: imuxsock begins to drop messages from pid 55082 due to rate-limiting",
    "rsyslogd-2177: imuxsock lost 141 messages from pid 55082 due to rate-limiting",
    "rsyslogd: imuxsock[pid 29156]: begin to drop messages due to rate-limiting",
    "rsyslogd: imjournal: begin to drop messages due to rate-limiting [v8.24.0]",
    "rsyslogd-2177: imuxsock[pid: 26726, name: /usr/lib/postfix/sbin/smtp] from <pbx:postfix>: begin "
      + "to drop messages due to rate-limiting",
    "rsyslogd-2177: imuxsock[pid: 21507, name: /usr/lib/postfix/sbin/qmgr]: 7 messages lost due to "
      + "rate-limiting (5 allowed within 2 seconds)",
    "rsyslogd: imjournal: 12 messages lost due to rate-limiting (20000 allowed within 600 seconds)",
    "systemd-journald[271]: Suppressed 128 messages from postfix@-.service",
    "systemd-journal[88]: Suppressed 9567 messages from /system.slice/postfix.service",
    "journal: Suppressed 290762 messages from /system.slice/asterisk.service",
    "systemd-journald[120]: Forwarding to syslog missed 8 messages.",
    "rsyslogd imuxsock lost 141 messages from pid 7 due to rate-limiting",
    "systemd-journald[271] Suppressed 128 messages from postfix@-.service",
    "syslog-ng[9]: Destination queue full, dropping messages; queue_len='10000'",
  ]

  static let others: [String] = [
    "postfix/smtp[7]: AAAA1B2C4D: to=<a@x>, status=deferred (due to rate-limiting)",
    "exim[7]: rsyslogd: lost 1 messages from pid 7 due to rate-limiting",
    "systemd-journald[271]: Missed 12 kernel messages", "rsyslogd: rsyslogd was HUPed",
    "systemd-journald[271]: Runtime Journal is 8.0M, max 78.6M, 70.6M free.",
    "journal: Suppressed 290762 messages from /system.slice/zabbix-server.service",
    "sshd[7]: Suppressed 3 messages from nobody", "rsyslogd", "rsyslogd: ", "",
  ]

  static let stamps = ["Nov 22 23:05:10", "2026-11-22T23:05:10.123456+00:00"]

  @Test(arguments: said, stamps)
  func `a logger's word that lines are missing is known`(_ words: String, _ stamp: String) {
    #expect(Self.stamp(of: "\(stamp) pbx \(words)") == stamp)
  }

  @Test(arguments: others, stamps)
  func `what others say is not the logger's word`(_ words: String, _ stamp: String) {
    #expect(Self.stamp(of: "\(stamp) pbx \(words)") == nil)
    #expect(Self.stamp(of: words) == nil)
  }

  private static func stamp(of line: String) -> String? {
    let bytes = Array(line.utf8)
    return DroppedLines.stamp(bytes.span, from: 0, to: bytes.count).map {
      String(decoding: bytes[$0], as: UTF8.self)
    }
  }
}

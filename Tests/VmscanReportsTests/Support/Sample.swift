import VmscanModel

/// Fixed inputs for the goldens: an ordinary site, an incomplete one and a hostile one.
enum Sample {
  /// 2026-11-23T00:00:00Z.
  static let now = Timestamp(1_795_392_000)

  static func daysAgo(_ days: Int64) -> Timestamp { now - .days(days) }

  static func id(_ box: ByteText, _ context: ByteText = "default") -> MailboxID {
    MailboxID(context: context, mailbox: box)
  }

  static func totals(_ messages: Int, kilobytes: Int64 = 48, seconds: Int64 = 17) -> MessageTotals {
    MessageTotals(
      messages: messages, bytes: ByteCount(Int64(messages) * kilobytes * 1024),
      seconds: Int64(messages) * seconds)
  }

  static let run = RunInfo(
    id: 12, started: Timestamp(now.epochSeconds), finished: Timestamp(now.epochSeconds + 3),
    version: "1.0.0", host: "pbx1", now: now, spool: "/var/spool/asterisk/voicemail",
    etc: "/etc/asterisk", asteriskVersion: "22.5.2", previous: 11)

  static let lists = [
    DataListInfo(name: "Public Suffix List", date: "2026-08-01", entries: 9876),
    DataListInfo(name: "disposable mail domains", date: "2026-08-21", entries: 8335),
  ]

  static func recipient(
    _ address: ByteText, _ kind: DestinationClass, audio: Bool = true
  ) -> RecipientFacts {
    RecipientFacts(address: address, destinationClass: kind, audio: audio, channel: .email)
  }

  static func mailbox(
    _ id: MailboxID, name: ByteText, messages: Int, retained: Int = 0,
    recipients: [RecipientFacts] = []
  ) -> MailboxReport {
    MailboxReport(
      id: id, fullName: name, isConfigured: true, hasDirectory: true, isPartial: false,
      folders: messages == 0
        ? [] : [FolderFacts(folder: .inbox, totals: totals(messages), oldest: daysAgo(41))],
      counts: AsteriskCounts(new: messages, old: 0, urgent: 0), recipients: recipients,
      attach: true, deleteAfterEmail: false, retainedEmailed: totals(retained),
      overAge: totals(0), grades: [.inferred: totals(retained)],
      newestMessage: messages == 0 ? nil : daysAgo(2), ownerActivity: daysAgo(9))
  }

  static func finding(
    _ rule: String, _ severity: Severity, _ subject: FindingSubject, _ message: Sentence,
    remedy: Sentence, status: ReportedFinding.Status = .open, since: Int64 = 30, key: Int
  ) -> ReportedFinding {
    let digits = String(key, radix: 16)
    return ReportedFinding(
      finding: Finding(
        rule: RuleID(rule), severity: severity, subject: subject, message: message, remedy: remedy,
        evidence: [Place("/etc/asterisk/voicemail.conf", line: key)],
        fingerprint: Fingerprint(String(repeating: "0", count: 32 - digits.count) + digits)),
      status: status, firstSeen: daysAgo(since))
  }
}

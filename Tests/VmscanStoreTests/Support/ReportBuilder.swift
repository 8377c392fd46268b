import VmscanModel

/// Small reports that look like those of a real scan.
struct ReportBuilder {
  var day: Int64
  var mailboxes: [MailboxReport] = []
  var findings: [Finding] = []
  var problems: [SourceProblem] = []
  var credentials = CredentialReport()
  var spool: ByteText = "/var/spool/asterisk/voicemail"

  init(day: Int64) { self.day = day }

  /// Two boxes with a finding each.
  static func usual(day: Int64) -> ReportBuilder {
    var builder = ReportBuilder(day: day)
    builder.mailboxes = [box("1001"), box("1002", addresses: ["bob@gmail.com"])]
    builder.findings = [
      finding("VM-201", box: "1001", .medium, "The PIN is too short."),
      finding("VM-101", box: "1002", .high, "Recordings go to \(address: "bob@gmail.com")."),
    ]
    return builder
  }

  static func id(_ box: ByteText, _ context: ByteText = "default") -> MailboxID {
    MailboxID(context: context, mailbox: box)
  }

  static func time(day: Int64) -> Timestamp { Timestamp(1_790_000_000 + day * 86_400) }

  static func box(
    _ box: ByteText, addresses: [ByteText] = ["alice@example.com"], messages: Int = 3,
    attach: Bool = true, isPartial: Bool = false
  ) -> MailboxReport {
    let totals = MessageTotals(messages: messages, bytes: ByteCount(50_000), seconds: 60)
    var inbox = FolderFacts(folder: .inbox, totals: totals, oldest: Timestamp(1_780_000_000))
    inbox.overAge = MessageTotals(messages: 1, bytes: ByteCount(400), seconds: 9)
    return MailboxReport(
      id: id(box), fullName: "Alice Example", isConfigured: true, hasDirectory: true,
      isPartial: isPartial,
      folders: [inbox],
      counts: AsteriskCounts(new: messages, old: 0, urgent: 0),
      recipients: addresses.map {
        RecipientFacts(address: $0, destinationClass: .external, audio: attach, channel: .email)
      }, attach: attach, deleteAfterEmail: false, retainedEmailed: totals,
      overAge: MessageTotals(), grades: [.inferred: totals],
      newestMessage: Timestamp(1_789_999_999),
      ownerActivity: nil)
  }

  static func finding(
    _ rule: String, box: ByteText, _ severity: Severity = .high, _ message: Sentence = "Something.",
    fingerprint: String? = nil
  ) -> Finding {
    let name = "\(rule)-\(box)"
    let hex = name.utf8.map { String($0, radix: 16) }.joined()
    let digits = String((hex + String(repeating: "0", count: 32)).prefix(32))
    return Finding(
      rule: RuleID(rule), severity: severity, subject: .mailbox(id(box)), message: message,
      remedy: "Change it.", evidence: [Place("/etc/asterisk/voicemail.conf", line: 7)],
      fingerprint: Fingerprint(fingerprint ?? digits))
  }

  var report: ScanReport {
    var totals = ReportTotals()
    totals.mailboxes = mailboxes.count
    totals.configuredMailboxes = mailboxes.count
    for mailbox in mailboxes { totals.messages += mailbox.totals }
    totals.byGrade = [.inferred: totals.messages, .delivered: MessageTotals(messages: 1)]
    totals.byDestinationClass = [.personal: DestinationTotals(mailboxes: 1, addresses: 2)]
    totals.oldest = Timestamp(1_600_000_000)
    totals.oldestRetainedEmailed = Timestamp(1_600_000_001)
    totals.pins = PINTotals(
      byStrength: [.guessable: 1, .noWeaknessFound: 1], byLength: [.under4: 1, .from6: 1], shared: 2
    )
    let now = Self.time(day: day)
    let context = ContextReport(
      name: "default", mailboxes: mailboxes.count, messages: totals.messages,
      retainedEmailed: totals.messages, overAge: MessageTotals(), oldest: totals.oldest)
    var report = ScanReport(
      run: RunInfo(
        id: 0, started: now, finished: Timestamp(now.epochSeconds + 5), version: "1.0.0",
        host: "pbx.example.com", now: now, spool: spool, etc: "/etc/asterisk",
        asteriskVersion: "22.10.1", previous: nil),
      coverage: Coverage(problems: problems), totals: totals,
      findings: FindingList(
        findings.map { ReportedFinding(finding: $0, status: .new, firstSeen: now) }),
      mailboxes: MailboxList(mailboxes), contexts: [context],
      lists: [DataListInfo(name: "Public Suffix List", date: "2026-08-01", entries: 9000)],
      ownDomains: OwnDomains(domains: ["example.com"], isInferred: true), solved: [])
    report.credentials = credentials
    return report
  }
}

extension ScanReport {
  /// Rule, status and day of first sight of every finding, for short comparisons.
  var statuses: [String] {
    (findings + solved).map {
      let day = ($0.firstSeen.epochSeconds - ReportBuilder.time(day: 0).epochSeconds) / 86_400
      return "\($0.finding.rule) \($0.status.rawValue) \(day)"
    }
  }
}

/// Reports compared in every part; the type itself is not `Equatable`.
func isSame(_ left: ScanReport?, _ right: ScanReport?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return left.run == right.run && left.coverage == right.coverage && left.totals == right.totals
    && left.findings == right.findings && left.mailboxes == right.mailboxes
    && left.contexts == right.contexts && left.lists == right.lists
    && left.ownDomains == right.ownDomains && left.solved == right.solved
    && left.credentials == right.credentials
}

/// SplitMix64, so that a test can be repeated from its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

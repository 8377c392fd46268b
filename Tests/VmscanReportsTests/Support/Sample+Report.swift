import VmscanModel

extension Sample {
  /// 25 mailboxes, three of them sending recordings to private addresses.
  static let report: ScanReport = {
    let boxes = ordinaryMailboxes
    var report = ScanReport(
      run: run, coverage: Coverage(), totals: ordinaryTotals(boxes),
      findings: FindingList(ordinaryFindings), mailboxes: MailboxList(boxes),
      contexts: [
        ContextReport(
          name: "default", mailboxes: 20, messages: totals(1104), retainedEmailed: totals(10),
          overAge: totals(7), oldest: daysAgo(2300)),
        ContextReport(
          name: "sales", mailboxes: 5, messages: totals(100), retainedEmailed: totals(2),
          overAge: totals(0), oldest: daysAgo(20)),
      ],
      lists: lists, ownDomains: OwnDomains(domains: ["example.com"], isInferred: true),
      solved: [
        finding(
          "VM-201", .medium, .mailbox(id("1010")), "the PIN is shorter than 6 digits",
          remedy: "Set a PIN of 6 digits or more.", status: .solved, since: 90, key: 90)
      ])
    report.credentials = credentials(names: ["1001", "1002", "gate"])
    report.totals.logins = LoginTotals(report.credentials)
    return report
  }()

  /// The same site, with a directory and a database that could not be read.
  static let incomplete: ScanReport = {
    var report = Self.report
    report.totals.quarantined = QuarantineTotals()
    report.totals.quarantined.reading = .notRead
    report.coverage = Coverage(problems: [
      SourceProblem(
        .quarantine, path: "/var/spool/asterisk/vmscan-quarantine",
        detail: "cannot open directory: EACCES"),
      SourceProblem(
        .unreadable, path: "/var/spool/asterisk/voicemail/sales/2003",
        detail: "cannot be listed (EACCES)", mailbox: id("2003", "sales")),
      SourceProblem(
        .elsewhere, path: "/etc/asterisk/extconfig.conf", line: 14,
        detail: "mailboxes of the realtime family `voicemail` live in a database"),
      SourceProblem(
        .vanished, path: "/var/spool/asterisk/voicemail/default/1001/INBOX/msg0003.txt",
        detail: "was removed while the scan ran", hidesData: false),
    ])
    return report
  }()

  /// A first scan of nothing.
  static let empty: ScanReport = {
    var run = Self.run
    run.previous = nil
    return ScanReport(
      run: run, coverage: Coverage(), totals: ReportTotals(), findings: [], mailboxes: [],
      contexts: [], lists: lists, ownDomains: OwnDomains(domains: [], isInferred: false), solved: []
    )
  }()

  private static var ordinaryMailboxes: [MailboxReport] {
    var boxes = [
      mailbox(
        id("1001"), name: "Alice Example", messages: 6, retained: 6,
        recipients: [recipient("alice.example@gmail.com", .personal)]),
      mailbox(
        id("1002"), name: "Bob Example", messages: 4, retained: 4,
        recipients: [
          recipient("bob@example.com", .own), recipient("bob.home@outlook.com", .personal),
        ]),
      mailbox(
        id("1003"), name: "Carol Example", messages: 0,
        recipients: [recipient("carol@mailinator.com", .disposable)]),
      mailbox(
        id("2001", "sales"), name: "Müller, Jörg", messages: 2, retained: 2,
        recipients: [recipient("joerg@partner.example", .external)]),
      mailbox(id("2002", "sales"), name: "山田 太郎", messages: 98),
    ]
    for number in 4...23 {
      boxes.append(
        mailbox(
          id(ByteText("10\(number < 10 ? "0" : "")\(number)")), name: "", messages: 55,
          recipients: [recipient(ByteText("box\(number)@example.com"), .own)]))
    }
    return boxes.sorted { $0.id < $1.id }
  }

  private static func ordinaryTotals(_ boxes: [MailboxReport]) -> ReportTotals {
    var sums = ReportTotals()
    sums.mailboxes = boxes.count
    sums.configuredMailboxes = boxes.count
    sums.messages = totals(1204)
    sums.retainedEmailed = totals(12)
    sums.overAge = totals(7)
    sums.byGrade = [.inferred: totals(12), .noticeOnly: totals(92), .none: totals(1100)]
    sums.byDestinationClass = [
      .own: DestinationTotals(mailboxes: 21, withAudio: 21, addresses: 21, messages: totals(0)),
      .personal: DestinationTotals(mailboxes: 2, withAudio: 2, addresses: 2, messages: totals(10)),
      .external: DestinationTotals(mailboxes: 1, withAudio: 1, addresses: 1, messages: totals(2)),
      .disposable: DestinationTotals(mailboxes: 1, withAudio: 1, addresses: 1, messages: totals(0)),
    ]
    for (band, count) in [620, 301, 155, 80, 30, 11, 4, 2, 1].enumerated() {
      sums.ageHistogram[band] = totals(count)
    }
    for days in [Int64(60), 40] {
      sums.quarantined.add(totals(2), recorded: daysAgo(days), end: daysAgo(-5))
    }
    sums.oldest = daysAgo(2300)
    sums.oldestRetainedEmailed = daysAgo(41)
    sums.pins = PINTotals(
      byStrength: [.noPIN: 1, .guessable: 2, .weak: 9, .noWeaknessFound: 12, .notJudged: 1],
      byLength: [.none: 1, .under4: 1, .from4to5: 10, .from6: 12], shared: 4)
    return sums
  }

  private static var ordinaryFindings: [ReportedFinding] {
    let personal: Sentence = "recordings go to a private address"
    let change: Sentence = "Use an address of the organisation, or set attach=no."
    var findings = [
      finding(
        "VM-103", .critical, .mailbox(id("1003")),
        """
        recordings go to \(address: "carol@mailinator.com"), a throw-away mail service anybody may \
        read
        """,
        remedy: "Remove the address.", status: .new, since: 0, key: 1),
      finding("VM-101", .high, .mailbox(id("1001")), personal, remedy: change, key: 2),
      finding(
        "VM-101", .high, .mailbox(id("1002")), personal, remedy: change, status: .new, since: 0,
        key: 3),
      finding(
        "VM-102", .medium, .mailbox(id("2001", "sales")),
        "recordings go to another organisation, partner.example", remedy: change,
        status: .accepted, key: 4),
      finding(
        "VM-301", .low, .context("default"), "7 messages are older than the policy allows",
        remedy: "Plan their removal.", key: 5),
    ]
    for number in 4...12 {
      findings.append(
        finding(
          "VM-201", .medium, .mailbox(id(ByteText("10\(number < 10 ? "0" : "")\(number)"))),
          "the PIN is shorter than 6 digits", remedy: "Set a PIN of 6 digits or more.",
          key: 10 + number))
    }
    return findings
  }

  static let rules = [
    RuleDocument(
      id: RuleID("VM-103"), name: "disposable-destination",
      title: "Recordings go to a throw-away mail service", severity: .critical,
      rationale: "Anybody can read the mails of such a service.",
      remediation: "Remove the address.",
      requirements: [hipaa, stig]),
    RuleDocument(
      id: RuleID("VM-101"), name: "personal-destination",
      title: "Recordings go to a private address", severity: .high,
      rationale: "The organisation loses sight of the recording once it lies in a private account.",
      remediation: "Use an address of the organisation, or set attach=no.",
      requirements: [hipaa, stig]),
    RuleDocument(
      id: RuleID("VM-201"), name: "short-pin", title: "The PIN is short", severity: .medium,
      rationale: "Four digits are guessed quickly.", remediation: "Set a PIN of 6 digits or more.",
      requirements: [
        RequirementReference(
          id: "FCC voicemail hacking guide", source: "six digits or more",
          url: "https://www.fcc.gov/consumers/guides/voicemail-hacking")
      ]),
    RuleDocument(
      id: RuleID("VM-401"), name: "dormant-mailbox", title: "The mailbox is not used",
      severity: .low, rationale: "Nobody would notice that it is misused.",
      remediation: "Remove the mailbox.",
      requirements: [
        RequirementReference(
          id: "CIS Controls v8 5.3", source: "dormant accounts are disabled after 45 days", url: "")
      ]),
  ]

  private static let hipaa = RequirementReference(
    id: "HIPAA 164.312(e)", source: "transmission security for digital voice",
    url:
      "https://www.govinfo.gov/app/details/CFR-2019-title45-vol2/CFR-2019-title45-vol2-sec164-312")
  private static let stig = RequirementReference(
    id: "DISA STIG V-228356", source: "automatic forwarding to remote domains is restricted",
    url: "")

  static let background = ReportBackground(
    trend: [
      trendPoint(7, daysAgo: 120, messages: 900, retained: 60, high: 9),
      trendPoint(8, daysAgo: 92, messages: 980, retained: 55, high: 8),
      trendPoint(9, daysAgo: 60, messages: 1010, retained: 31, high: 6),
      trendPoint(10, daysAgo: 31, messages: 1100, retained: 30, high: 5),
      trendPoint(11, daysAgo: 7, messages: 1180, retained: 18, high: 2),
      trendPoint(12, daysAgo: 0, messages: 1204, retained: 12, high: 3),
    ],
    decisions: [
      StandingDecision(
        kind: .hold, name: "case-17", scope: "2001@sales", owner: "legal department",
        reason: "dispute with a supplier", since: daysAgo(100), expires: nil),
      StandingDecision(
        kind: .accepted, name: "VM-110", scope: "2001@sales", owner: "data protection officer",
        reason: "contract with the partner", since: daysAgo(50), expires: daysAgo(-40)),
    ],
    rules: rules)

  private static func trendPoint(
    _ run: Int64, daysAgo days: Int64, messages: Int, retained: Int, high: Int
  ) -> TrendPoint {
    TrendPoint(
      run: run, started: daysAgo(days), mailboxes: 25, messages: messages,
      retainedEmailed: retained, findings: [.high: high, .medium: 9], complete: run != 9)
  }
}

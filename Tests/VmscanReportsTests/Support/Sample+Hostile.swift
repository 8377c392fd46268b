import VmscanModel

extension Sample {
  /// Texts that attack a terminal, a page, a spreadsheet or a parser.
  static let attacks: [String] = [
    "<script>alert(1)</script>", "\" onmouseover=\"alert(1)", "'><img src=x onerror=alert(1)>",
    "\"\u{301} onfocus=\"alert(1)", "<\u{338}b>", "{{{secret}}}", "&lt;&amp;",
    "\u{1B}]0;owned\u{7}\u{1B}[2J", "a\u{202E}gpj.exe", "zero\u{200B}width\u{FEFF}",
    "filler\u{3164}\u{115F}", "line\nbreak\rand\ttab", "=HYPERLINK(\"http://x.example\")", "+1+1",
    "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\\u{1B}", "\\x1B", "e\u{301}\u{301}\u{301}", "x,\"y\";z",
    "]]> --> </style>", "\u{9B}31m", "\u{2066}iso\u{2069}", "\u{E0041}tag", "漢字 かな 🎉",
    "label\"}\\n 1", "|'perf'=1;2;3", String(repeating: "long", count: 200),
  ]

  static let hostileBytes: [ByteText] =
    attacks.map { ByteText($0) } + [
      ByteText(bytes: [0xFF, 0xFE, 0x3C, 0x62, 0x3E]), ByteText(bytes: [0x00, 0x41]),
      ByteText(bytes: [0xC3, 0x28, 0xE2, 0x80]),
    ]

  /// Every text a spool, a configuration or a person can set holds an attack.
  static let hostile: ScanReport = {
    var report = Self.report
    report.run.host = "<b>\u{202E}host"
    report.run.asteriskVersion = "22<script>"
    report.run.spool = "/spool/\u{1B}[31m<i>"
    report.ownDomains.domains = ["<b>.example", "=cmd"]
    report.mailboxes = MailboxList(
      hostileBytes.enumerated().map { index, text in
        mailbox(
          MailboxID(context: text, mailbox: text), name: text, messages: index + 1, retained: 1,
          recipients: [recipient(text, .personal), recipient(ByteText("a@") + text, .external)])
      })
    report.credentials = credentials(names: hostileBytes)
    report.totals.logins = LoginTotals(report.credentials)
    report.contexts = hostileBytes.map {
      ContextReport(
        name: $0, mailboxes: 1, messages: totals(1), retainedEmailed: totals(0),
        overAge: totals(0), oldest: nil)
    }
    report.findings = FindingList(
      attacks.enumerated().map { index, text in
        finding(
          index % 3 == 0 ? text : "VM-101", Severity.allCases[index % 5],
          index % 2 == 0 ? .mailbox(id(ByteText(text))) : .file(ByteText(text)),
          Sentence(text: text), remedy: Sentence(text: text),
          status: index % 4 == 0 ? .new : .accepted, key: index)
      })
    report.solved = Array(report.findings)
    report.coverage = Coverage(
      problems: zip(hostileBytes, attacks).map {
        SourceProblem(.unreadable, path: $0, line: 3, detail: Sentence(text: $1), mailbox: id($0))
      })
    return report
  }()

  static let hostileBackground: ReportBackground = {
    var background = Self.background
    background.decisions = attacks.map {
      StandingDecision(
        kind: .accepted, name: Sentence(text: $0), scope: Sentence(text: $0),
        owner: Sentence(text: $0), reason: Sentence(text: $0), since: nil, expires: nil)
    }
    background.rules = attacks.map {
      RuleDocument(
        id: RuleID($0), name: $0, title: $0, severity: .high, rationale: $0, remediation: $0,
        requirements: [RequirementReference(id: $0, source: $0, url: "javascript:\($0)")])
    }
    return background
  }()

  static let hostileMessages: [MessageRow] = hostileBytes.map { text in
    MessageRow(
      mailbox: MailboxID(context: text, mailbox: text), folder: .cust1, number: 9999,
      messageID: text, origtime: nil, duration: nil, bytes: ByteCount(0), files: [text],
      emailed: EmailVerdict(grade: .handedOver, reasons: [Sentence(text: text.description)]),
      problems: [.symbolicLink, .missingOrigtime], callerID: text)
  }
}

private func + (left: ByteText, right: ByteText) -> ByteText {
  ByteText(bytes: left.bytes + right.bytes)
}

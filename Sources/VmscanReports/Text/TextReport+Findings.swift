import VmscanModel

extension TextReport {
  /// Findings of one rule and severity, listed as one.
  struct FindingGroup {
    var rule: RuleID
    var severity: Severity
    var findings: FindingList
  }

  private static let groupsShown = 8
  private static let subjectsShown = 4

  static func groups(_ findings: FindingList) -> [FindingGroup] {
    let findings = findings.worstFirst
    let headers = findings.headers
    var groups: [FindingGroup] = []
    var start = 0
    while start < findings.count {
      let first = headers[start]
      var end = start + 1
      while end < findings.count, headers[end].rule == first.rule,
        headers[end].severity == first.severity
      {
        end += 1
      }
      groups.append(
        FindingGroup(
          rule: first.rule, severity: first.severity, findings: findings.sublist(start..<end)))
      start = end
    }
    return groups
  }

  func addFindings(_ report: ScanReport, rules: [RuleDocument], to page: inout TextPage) {
    let open = report.findings.selection { $0.status != .accepted }
    page.heading("Findings")
    if open.isEmpty { page.paragraph("None.", first: "  ", tone: .good) }
    let titles = Dictionary(rules.map { ($0.id, $0.title) }) { first, _ in first }
    let groups = Self.groups(open)
    for severity in Severity.descending {
      let ofSeverity = groups.filter { $0.severity == severity }
      guard !ofSeverity.isEmpty else { continue }
      let count = ofSeverity.reduce(0) { $0 + $1.findings.count }
      page.blank()
      page.paragraph(
        "\(severity.rawValue): \(Wording.number(count)) (\(severity.meaning))", first: "  ",
        tone: Style.tone(for: severity))
      for group in ofSeverity.prefix(Self.groupsShown) {
        add(group, titles, to: &page)
      }
      if ofSeverity.count > Self.groupsShown {
        let rest = ofSeverity.count - Self.groupsShown
        page.paragraph("and \(Wording.count(rest, "more rule", "more rules"))", first: "  ")
      }
    }
  }

  private func add(
    _ group: FindingGroup, _ titles: [RuleID: String], to page: inout TextPage
  ) {
    guard let first = group.findings.first?.finding else { return }
    let title = titles[group.rule]
    let mark = group.findings.headers.contains { $0.status == .new } ? " [new]" : ""
    let margin = "  " + "\(group.rule)  "
    if group.findings.count == 1 {
      page.paragraph(
        "\(first.subject): \(first.message.identified)\(mark)", first: TerminalText.escape(margin))
    } else if group.findings.dropFirst().allSatisfy({ $0.finding.subject == first.subject }) {
      // Only the messages distinguish them, as of addresses that several mailboxes share.
      page.paragraph(
        "\(Wording.number(group.findings.count)) x \(title ?? first.message.unmasked)\(mark): \(first.subject)",
        first: TerminalText.escape(margin))
      addMessages(of: group, indent: DisplayWidth.of(TerminalText.escape(margin)), to: &page)
    } else {
      let shown = group.findings.prefix(Self.subjectsShown).map(\.finding.subject.description)
        .joined(separator: ", ")
      let rest = group.findings.count - Self.subjectsShown
      let more = rest > 0 ? " (\(Wording.number(rest)) more)" : ""
      let heading = title ?? first.message.unmasked
      page.paragraph(
        "\(Wording.number(group.findings.count)) x \(heading)\(mark): \(shown)\(more)",
        first: TerminalText.escape(margin))
      addCompanions(of: group, titles, indent: DisplayWidth.of(margin), to: &page)
    }
    let indent = DisplayWidth.of(TerminalText.escape(margin))
    page.paragraph(
      "do: \(first.remedy.unmasked)", first: String(repeating: " ", count: indent),
      indent: indent + 4,
      tone: .muted)
  }

  /// What else findings of the group tell, by other rules.
  private func addCompanions(
    of group: FindingGroup, _ titles: [RuleID: String], indent: Int, to page: inout TextPage
  ) {
    var counts: [RuleID: Int] = [:]
    let findings = group.findings
    for index in findings.indices where findings.mayHaveParts(at: index) {
      for part in findings[index].finding.parts.dropFirst() { counts[part.rule, default: 0] += 1 }
    }
    for (rule, count) in counts.sorted(by: { $0.key < $1.key }) {
      page.paragraph(
        "- \(Wording.number(count)) of them also \(rule): \(titles[rule] ?? "")",
        first: String(repeating: " ", count: indent), indent: indent + 2)
    }
  }

  private func addMessages(of group: FindingGroup, indent: Int, to page: inout TextPage) {
    let blank = String(repeating: " ", count: indent)
    for reported in group.findings.prefix(Self.subjectsShown) {
      page.paragraph("- \(reported.finding.message.identified)", first: blank, indent: indent + 2)
    }
    let rest = group.findings.count - Self.subjectsShown
    if rest > 0 { page.paragraph("(\(Wording.number(rest)) more)", first: blank) }
  }

  func addChanges(_ report: ScanReport, to page: inout TextPage) {
    page.heading("Changes")
    guard let previous = report.run.previous else {
      page.paragraph(
        "This is the first recorded run; the next one is compared with it.", first: "  ")
      return
    }
    func count(_ status: ReportedFinding.Status) -> Int {
      report.findings.count { $0.status == status }
    }
    let endings = report.endings
    let inapplicable =
      endings.inapplicable.isEmpty
      ? "" : " \(Wording.number(endings.inapplicable.count)) no longer applying,"
    page.paragraph(
      "Since run \(previous): \(Wording.number(count(.new))) new,"
        + " \(Wording.number(count(.open))) still open,"
        + " \(Wording.number(endings.resolved.count)) resolved,\(inapplicable)"
        + " \(Wording.number(count(.accepted))) accepted.", first: "  ")
    let new = report.findings.selection { $0.status == .new }
    list(new.worstFirst, sign: "+", to: &page)
    list(endings.resolved, sign: "-", to: &page)
  }

  private func list(
    _ findings: some RandomAccessCollection<ReportedFinding>, sign: String, to page: inout TextPage
  ) {
    for reported in findings.prefix(5) {
      let finding = reported.finding
      page.paragraph(
        "\(finding.severity.rawValue) \(finding.rule) \(finding.subject): \(finding.message.identified)",
        first: "  \(sign) ")
    }
    if findings.count > 5 {
      page.paragraph("(\(Wording.number(findings.count - 5)) more)", first: "  \(sign) ")
    }
  }
}

package import VmscanModel

extension TextReport {
  private static let shown = 6

  /// What a report says about some requirements.
  package func requirements(
    _ statements: [RequirementStatement], of report: ScanReport
  ) -> String {
    var page = page
    if !report.coverage.isComplete {
      page.paragraph(
        "NOT EVERYTHING WAS READ: what is said below holds for what was read.", tone: .worst)
      page.blank()
    }
    for statement in statements { add(statement, to: &page) }
    page.blank()
    page.paragraph(
      "Run \(report.run.id) of \(Wording.minute(report.run.started)). " + Caution.text, tone: .muted
    )
    return page.text
  }

  private func add(_ statement: RequirementStatement, to page: inout TextPage) {
    page.heading(statement.source)
    page.paragraph("It asks: \(statement.asks)", first: "  ", indent: 4)
    page.paragraph("A scan can show: \(statement.reported)", first: "  ", indent: 4)
    if !statement.address.isEmpty { page.paragraph(statement.address, first: "  ", tone: .muted) }
    if !statement.facts.isEmpty {
      page.blank()
      var table = Table([.init("", wraps: true), .init("", wraps: true)])
      for fact in statement.facts { table.add([fact.label, fact.value].map(redaction.plain)) }
      page.table(table, indent: 2, hasHeader: false)
    }
    page.blank()
    let found = statement.answers.filter { !$0.findings.isEmpty }
    for answer in found { add(answer, to: &page) }
    let quiet = statement.answers.filter(\.findings.isEmpty).map(\.rule.id.description)
    if statement.answers.isEmpty {
      page.paragraph("No rule looks at it.", first: "  ")
    } else if !quiet.isEmpty {
      page.paragraph("Nothing found by \(quiet.joined(separator: ", ")).", first: "  ")
    }
  }

  private func add(_ answer: RequirementStatement.RuleAnswer, to page: inout TextPage) {
    let open = answer.findings.filter { $0.status != .accepted }
    let accepted = answer.findings.count - open.count
    let counts =
      "\(Wording.number(open.count)) open"
      + (accepted > 0 ? ", \(Wording.number(accepted)) accepted" : "")
    page.paragraph(
      "\(answer.rule.id)  \(answer.rule.title): \(counts)", first: "  ", indent: 4,
      tone: Style.tone(for: open.map(\.finding.severity).max() ?? .informational))
    for reported in open.prefix(Self.shown) {
      let finding = reported.finding
      page.paragraph(
        "\(finding.severity.rawValue) \(finding.subject): \(redaction.plain(finding.message))",
        first: "    - ")
    }
    if open.count > Self.shown {
      page.paragraph("(\(Wording.number(open.count - Self.shown)) more)", first: "    - ")
    }
  }
}

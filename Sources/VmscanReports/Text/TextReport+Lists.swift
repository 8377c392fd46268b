package import VmscanModel

extension TextReport {
  /// The rule catalogue, one line a rule.
  package func rules(_ rules: [RuleDocument]) -> String {
    var page = page
    var table = Table([.init("rule"), .init("severity"), .init("what it finds", wraps: true)])
    for rule in rules {
      table.add([rule.id.description, rule.severity.rawValue, rule.title])
    }
    page.table(table)
    page.blank()
    page.paragraph("`vmscan rules ID` explains one of them.", tone: .muted)
    return page.text
  }

  /// Everything about one rule.
  package func rule(_ rule: RuleDocument) -> String {
    var page = page
    page.paragraph("\(rule.id)  \(rule.title)", tone: .strong)
    page.paragraph("\(rule.name), usually \(rule.severity.rawValue): \(rule.severity.meaning)")
    page.heading("Why it matters")
    page.paragraph(rule.rationale, first: "  ")
    page.heading("What to do")
    page.paragraph(rule.remediation, first: "  ")
    if !rule.requirements.isEmpty { page.heading("Requirements it touches") }
    for requirement in rule.requirements {
      let isNamedOnce = requirement.id == requirement.source
      page.paragraph(
        isNamedOnce ? requirement.id : "\(requirement.id): \(requirement.source)", first: "  ",
        indent: 4)
      if !requirement.url.isEmpty { page.paragraph(requirement.url, first: "    ") }
    }
    return page.text
  }

  /// The recorded runs, in the order given.
  package func runs(_ runs: [RunSummary]) -> String {
    var page = page
    var table = Table([
      .init("run", .right), .init("started (UTC)"), .init("mailboxes", .right),
      .init("messages", .right), .init("crit", .right), .init("high", .right),
      .init("med", .right), .init("low", .right), .init("coverage", wraps: true),
    ])
    for run in runs {
      let counts = [Severity.critical, .high, .medium, .low].map {
        Wording.number(run.findings[$0] ?? 0)
      }
      table.add(
        [
          String(run.id), Wording.minuteWithoutZone(run.started), Wording.number(run.mailboxes),
          Wording.number(run.messages),
        ] + counts + [run.complete ? "complete" : "partial"])
    }
    if runs.isEmpty {
      page.paragraph("No run is recorded yet; `vmscan scan` records one.")
    } else {
      page.table(table)
    }
    return page.text
  }

  /// Facts with their origins, as `vmscan explain` prints them.
  package func explain(_ sheet: FactSheet) -> String {
    var page = page
    page.paragraph(redaction.plain(sheet.title), tone: .strong)
    for section in sheet.sections {
      page.heading(section.title)
      var table = Table([
        .init("", wraps: true), .init("", wraps: true), .init("", wraps: true),
      ])
      for row in section.rows {
        table.add([row.label, row.value, row.origin].map(redaction.plain))
      }
      page.table(table, indent: 2, hasHeader: false)
    }
    return page.text
  }
}

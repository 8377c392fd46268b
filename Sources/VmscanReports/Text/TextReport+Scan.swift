package import VmscanModel

extension TextReport {
  /// The exposure summary of one scan.
  package func scan(
    _ report: ScanReport, background: ReportBackground = ReportBackground()
  ) -> String {
    let report = report.redacted(by: redaction)
    var page = page
    addCoverage(report, to: &page)
    addHeadline(report, to: &page)
    addGrades(report, to: &page)
    addDestinations(report, to: &page)
    addPINs(report.totals.pins, to: &page)
    addAges(report, to: &page)
    addLogins(report, to: &page)
    addFindings(report, rules: background.rules, to: &page)
    addChanges(report, to: &page)
    if let comparison = background.comparison {
      addComparison(comparison.redacted(by: redaction), background, to: &page)
    } else if let note = background.comparisonNote {
      page.heading("Earlier runs")
      page.paragraph(note, first: "  ")
    }
    addDecisions(
      background.decisions.map { $0.redacted(by: redaction) }, now: report.run.now, to: &page)
    addBasis(report, to: &page)
    addNextSteps(report, flags: background.siteFlags, to: &page)
    return page.text
  }

  private func addCoverage(_ report: ScanReport, to page: inout TextPage) {
    guard !report.coverage.isComplete else { return }
    page.paragraph("NOT EVERYTHING WAS READ: every number below is a lower bound.", tone: .worst)
    let hiding = report.coverage.problems.filter(\.hidesData)
    for problem in hiding.prefix(8) {
      page.paragraph("not read: \(problem.sentence.unmasked)", first: "  ", indent: 4)
    }
    if hiding.count > 8 {
      page.paragraph(
        "and \(Wording.number(hiding.count - 8)) more; see `vmscan report --format json`",
        first: "  ")
    }
    page.blank()
  }

  private func addHeadline(_ report: ScanReport, to page: inout TextPage) {
    let headline = Headline(report)
    page.paragraph(headline.sentence, tone: .strong)
    if headline.foreignMailboxes > 0 {
      page.paragraph(
        "\(Wording.count(headline.foreignMailboxes, "mailbox sends", "mailboxes send"))"
          + " recordings to other organisations.")
    }
    page.blank()
    let totals = report.totals
    let isUnseen = totals.messages.messages == 0 && !report.coverage.isComplete
    page.paragraph(
      isUnseen
        ? "Kept: no message was seen among what could be read."
        : "Kept: " + Wording.amount(totals.messages) + oldest(totals.oldest, report) + ".")
    if totals.overAge.messages > 0 {
      page.paragraph("Older than the policy allows: " + Wording.amount(totals.overAge) + ".")
    }
    if totals.outsideSpool.messages > 0 {
      page.paragraph("Outside the spool: " + Wording.amount(totals.outsideSpool) + ".")
    }
    if totals.quarantined.isWorthSaying {
      page.paragraph(
        "Still kept in quarantine after a purge: \(totals.quarantined.words(now: report.run.now)).")
    }
    if totals.orphanedMailboxes > 0 {
      page.paragraph(
        Wording.sentence(
          Wording.count(
            totals.orphanedMailboxes, "mailbox directory has", "mailbox directories have"))
          + " no mailbox in the configuration.")
    }
  }

  private func oldest(_ time: Timestamp?, _ report: ScanReport) -> String {
    guard let time else { return "" }
    return ", the oldest from \(time.dateText) (\(Wording.age(of: time, now: report.run.now)) ago)"
  }

  private func addGrades(_ report: ScanReport, to page: inout TextPage) {
    guard report.totals.messages.messages > 0 else { return }
    page.heading("Was it e-mailed?")
    var table = Table([
      .init("grade"), .init("messages", .right), .init("what it means", wraps: true),
    ])
    for grade in EmailGrade.allCases {
      let count = report.totals.byGrade[grade]?.messages ?? 0
      table.add([grade.title, Wording.number(count), grade.meaning])
    }
    page.table(table, indent: 2)
    page.paragraph(
      "Delivered, handed over and inferred together count as e-mailed.", first: "  ", tone: .muted)
  }

  private func addDestinations(_ report: ScanReport, to page: inout TextPage) {
    page.heading("Where recordings go")
    var table = Table([
      .init("destination", wraps: true), .init("mailboxes", .right), .init("with audio", .right),
      .init("addresses", .right), .init("still kept", .right),
    ])
    for kind in DestinationClass.allCases {
      guard let totals = report.totals.byDestinationClass[kind], totals.mailboxes > 0 else {
        continue
      }
      table.add(
        [
          kind.title, Wording.number(totals.mailboxes), Wording.number(totals.withAudio),
          Wording.number(totals.addresses), Wording.number(totals.messages.messages),
        ], tone: kind.isOutside ? .caution : .plain)
    }
    if table.rows.isEmpty {
      page.paragraph("No mailbox has an e-mail or pager address.", first: "  ")
    } else {
      page.table(table, indent: 2)
    }
  }

  private func addPINs(_ pins: PINTotals, to page: inout TextPage) {
    guard pins.mailboxes > 0 else { return }
    page.heading("How strong the PINs are")
    var table = Table([
      .init("strength"), .init("mailboxes", .right), .init("what it means", wraps: true),
    ])
    for strength in PINStrength.allCases {
      guard let count = pins.byStrength[strength], count > 0 else { continue }
      table.add(
        [strength.title, Wording.number(count), strength.meaning],
        tone: strength.isWeak ? .caution : .plain)
    }
    page.table(table, indent: 2)
    if !pins.sentence.isEmpty { page.paragraph(pins.sentence, first: "  ", tone: .muted) }
  }

  private func addLogins(_ report: ScanReport, to page: inout TextPage) {
    let lines = report.totals.logins.map(LoginLine.all) ?? []
    guard !lines.isEmpty else { return }
    page.heading("Who can open it")
    var table = Table([.init("kind")] + LoginState.allCases.map { .init($0.title, .right) })
    for line in lines {
      table.add(
        [line.title] + line.counts.map { Wording.number($0) },
        tone: line.counts[0] > 0 ? .caution : .plain)
    }
    page.table(table, indent: 2)
  }

  private func addAges(_ report: ScanReport, to page: inout TextPage) {
    let counts = report.totals.ageHistogram.map(\.messages)
    guard let highest = counts.max(), highest > 0 else { return }
    page.heading("How old the messages are")
    let room = max(0, width - 34)
    var table = Table([.init("age"), .init("messages", .right), .init("")])
    for (band, count) in zip(AgeBand.all, counts) {
      let scaled = (count * room + highest - 1) / highest
      table.add([band.label, Wording.number(count), String(repeating: "#", count: scaled)])
    }
    page.table(table, indent: 2)
  }
}

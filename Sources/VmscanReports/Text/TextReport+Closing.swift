import VmscanModel

extension TextReport {
  func addDecisions(
    _ decisions: [StandingDecision], now: Timestamp, to page: inout TextPage
  ) {
    guard !decisions.isEmpty else { return }
    page.heading("Holds and accepted exposures in force")
    for decision in decisions.prefix(20) {
      let until = decision.expires.map { "until \($0.dateText)" } ?? "without an end"
      page.paragraph(
        "\(decision.kind.title) \(decision.name.unmasked): \(decision.scope.unmasked), \(until), \(decision.owner.unmasked):"
          + " \(decision.reason.unmasked)", first: "  ", indent: 4)
    }
    if decisions.count > 20 {
      page.paragraph("(\(Wording.number(decisions.count - 20)) more)", first: "  ")
    }
  }

  /// What the judgement rests on: time, places, domains, lists.
  func addBasis(_ report: ScanReport, to page: inout TextPage) {
    let run = report.run
    page.heading("What this rests on")
    let number = run.id > 0 ? "run \(run.id), " : ""
    page.paragraph(
      "\(number)\(Wording.minute(run.started)), host \(run.host), vmscan \(run.version)"
        + (run.asteriskVersion.map { ", Asterisk \($0)" } ?? ""), first: "  ", indent: 4)
    page.paragraph(
      "ages counted from \(Wording.minute(run.now)) by origtime", first: "  ", indent: 4)
    page.paragraph("spool \(run.spool), configuration \(run.etc)", first: "  ", indent: 4)
    let domains = report.ownDomains.domains
    let origin = report.ownDomains.isInferred ? "inferred, not configured" : "from the settings"
    page.paragraph(
      domains.isEmpty
        ? "own domains: none known; every address counts as outside"
        : "own domains: \(domains.joined(separator: ", ")) (\(origin))", first: "  ", indent: 4)
    for list in report.lists {
      page.paragraph(
        "\(list.name) of \(list.date), \(Wording.number(list.entries)) entries", first: "  ",
        indent: 4)
    }
    for problem in report.coverage.problems.filter({ !$0.hidesData }).prefix(5) {
      page.paragraph("note: \(problem.sentence.unmasked)", first: "  ", indent: 4)
    }
    page.paragraph(Caution.text, first: "  ", tone: .muted)
  }

  func addNextSteps(_ report: ScanReport, flags: [String], to page: inout TextPage) {
    page.heading("What to do next")
    for (index, step) in NextSteps.steps(for: report, flags: flags).enumerated() {
      page.paragraph(step.text, first: "  \(index + 1). ")
      if !step.words.isEmpty { page.command(step.words, first: "     ") }
    }
  }
}

extension StandingDecision.Kind {
  /// The kind in words.
  var title: String {
    switch self {
    case .hold: "hold"
    case .accepted: "accepted"
    case .approvedDomain: "approved domain"
    }
  }
}

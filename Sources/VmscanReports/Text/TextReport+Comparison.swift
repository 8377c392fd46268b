import VmscanModel

extension TextReport {
  private static let listed = 10

  /// What changed since the run the reader asked about.
  func addComparison(
    _ comparison: RunComparison, _ background: ReportBackground, to page: inout TextPage
  ) {
    let (before, after) = (comparison.before, comparison.after)
    page.heading("Since run \(before.run.id) of \(Wording.minute(before.run.now))")
    if let note = background.comparisonNote { page.paragraph(note, first: "  ") }
    if !before.isComplete || !after.isComplete {
      page.paragraph(
        "Not everything was read in both runs: what seems to have come or gone may have been"
          + " there.", first: "  ", tone: .caution)
    }
    page.paragraph(
      "Messages kept: \(Self.change(before.totals.messages, after.totals.messages));"
        + " kept after e-mailing: "
        + "\(Self.change(before.totals.retainedEmailed, after.totals.retainedEmailed)).",
      first: "  ", indent: 4)
    let since = "New since \(Wording.shortDay(before.run.now))"
    add(comparison.appeared.map(Self.line), title: since, sign: "+", &page)
    add(comparison.resolved.map(Self.line), title: "Resolved", sign: "-", &page)
    add(comparison.noLongerApplying.map(Self.line), title: "No longer applies", sign: "-", &page)
    add(
      comparison.cameAndWent.map(Self.line), title: "Came and went in between", sign: "*", &page)
    add(
      background.events(between: comparison).map { "\(Wording.day($0.time)): \($0.words)" },
      title: "What was done in between", sign: "*", &page)
    add(comparison.recipients.map(Self.line), title: "Changed recipients", sign: "~", &page)
    add(comparison.mailboxesAdded.map(\.description), title: "New mailboxes", sign: "+", &page)
    add(
      comparison.mailboxesRemoved.map(\.description), title: "Mailboxes that are gone", sign: "-",
      &page)
    if comparison.isEmpty { page.paragraph("Nothing came and nothing went.", first: "  ") }
  }

  private func add(_ lines: [String], title: String, sign: String, _ page: inout TextPage) {
    guard !lines.isEmpty else { return }
    page.paragraph("\(title): \(Wording.number(lines.count))", first: "  ")
    for line in lines.prefix(Self.listed) { page.paragraph(line, first: "    \(sign) ") }
    if lines.count > Self.listed {
      page.paragraph(
        "(\(Wording.number(lines.count - Self.listed)) more; --format json lists all)",
        first: "    \(sign) ")
    }
  }

  private static func change(_ old: MessageTotals, _ new: MessageTotals) -> String {
    "\(Wording.number(old.messages)) then, \(Wording.number(new.messages)) now"
  }

  private static func line(_ reported: ReportedFinding) -> String {
    let finding = reported.finding
    return
      "\(finding.severity.rawValue) \(finding.rule) \(finding.subject): \(finding.message.unmasked)"
  }

  private static func line(_ change: RecipientChange) -> String {
    "\(change.mailbox): \(change.words)"
  }
}

extension RunComparison {
  var isEmpty: Bool {
    appeared.isEmpty && disappeared.isEmpty && cameAndWent.isEmpty && recipients.isEmpty
      && mailboxesAdded.isEmpty
      && mailboxesRemoved.isEmpty
  }
}

extension ReportBackground {
  /// Purges, restores and decisions between the two runs.
  func events(between comparison: RunComparison) -> [ReportEvent] {
    events.filter {
      $0.time > comparison.before.run.now && $0.time <= comparison.after.run.now
    }
  }
}

extension RecipientChange {
  /// `now a@example.com (own domain); no longer b@example.net (other organisation)`.
  var words: String {
    func list(_ recipients: [RecipientFacts]) -> String {
      Wording.list(
        recipients.map {
          "\($0.address) (\($0.destinationClass.title)\($0.audio ? "" : ", notice only"))"
        })
    }
    let parts = [
      added.isEmpty ? "" : "now \(list(added))",
      removed.isEmpty ? "" : "no longer \(list(removed))",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "; ")
  }
}

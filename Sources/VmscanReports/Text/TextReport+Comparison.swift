import VmscanModel

extension TextReport {
  private static let listed = 10

  /// What changed since the run the reader asked about.
  func addComparison(_ comparison: RunComparison, to page: inout TextPage) {
    let (before, after) = (comparison.before, comparison.after)
    page.heading("Since run \(before.run.id) of \(Wording.minute(before.run.now))")
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
    add(comparison.appeared.map(Self.line), title: "findings that were not there", sign: "+", &page)
    add(comparison.disappeared.map(Self.line), title: "findings that are gone", sign: "-", &page)
    add(comparison.recipients.map(Self.line), title: "changed recipients", sign: "~", &page)
    add(comparison.mailboxesAdded.map(\.description), title: "new mailboxes", sign: "+", &page)
    add(
      comparison.mailboxesRemoved.map(\.description), title: "mailboxes that are gone", sign: "-",
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
    appeared.isEmpty && disappeared.isEmpty && recipients.isEmpty && mailboxesAdded.isEmpty
      && mailboxesRemoved.isEmpty
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

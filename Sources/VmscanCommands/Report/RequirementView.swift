import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// What one report says about requirements: the figures that bear on each and what rules found.
struct RequirementView {
  let history: ReportHistory
  let report: ScanReport

  /// - Throws: `CommandFailure` when no requirement fits the text, or history cannot be read.
  func statements(matching text: String) throws -> [RequirementStatement] {
    let found = RequirementCatalog.requirements(matching: text)
    guard !found.isEmpty else {
      let known = RequirementCatalog.all.map { "  \($0.number)  \($0.source)" }
      throw CommandFailure(
        .usage,
        """
        cannot find a requirement that fits '\(TerminalText.escape(text))'; known are
        \(known.joined(separator: "\n"))
        """)
    }
    return try found.map(statement)
  }

  private func statement(_ requirement: Requirement) throws -> RequirementStatement {
    let answers = RequirementCatalog.rules(for: requirement).map { rule in
      RequirementStatement.RuleAnswer(
        rule: RuleDocuments.document(of: rule),
        findings: report.findings.filter { $0.finding.isOf(rule.id) })
    }
    return RequirementStatement(
      number: requirement.number, source: requirement.source, asks: requirement.asks,
      reported: requirement.reported, address: requirement.address ?? "",
      facts: try facts(for: requirement.number), answers: answers)
  }

  /// The figures by the number of the requirement (`RequirementCatalog`).
  private func facts(for requirement: Int) throws -> [Fact] {
    switch requirement {
    case 1, 2, 8, 16, 19, 20, 22, 23, 24, 25: retention
    case 3, 10, 14, 17, 18, 26: pins
    case 4, 7: try record()
    case 5: pins + destinations
    case 6: leftovers
    case 9, 15, 21: destinations
    case 12: pins + [fact("mailboxes", report.totals.mailboxes)]
    default: []
    }
  }

  private var retention: [Fact] {
    let totals = report.totals
    let oldest: Sentence? = totals.oldest.map {
      "\(day: $0), \(word: Wording.age(of: $0, now: report.run.now)) old"
    }
    return [
      Fact(label: "kept", value: "\(word: Wording.amount(totals.messages))"),
      Fact(label: "oldest message", value: oldest ?? "none with a known age"),
      Fact(label: "kept after e-mailing", value: "\(word: Wording.amount(totals.retainedEmailed))"),
      Fact(label: "older than the policy", value: "\(word: Wording.amount(totals.overAge))"),
      quarantine,
    ]
  }

  private var pins: [Fact] {
    PINStrength.allCases.compactMap { strength in
      report.totals.pins.byStrength[strength].map {
        Fact(
          label: "PINs: \(word: strength.title)",
          value: "\(word: Wording.count($0, "mailbox", "mailboxes")) (\(word: strength.meaning))")
      }
    }
  }

  private var destinations: [Fact] {
    DestinationClass.allCases.compactMap { kind in
      guard let totals = report.totals.byDestinationClass[kind], totals.mailboxes > 0 else {
        return nil
      }
      return Fact(
        label: "\(word: kind.title)",
        value: """
          \(word: Wording.count(totals.mailboxes, "mailbox", "mailboxes")), \
          \(word: Wording.number(totals.withAudio)) with audio
          """)
    }
  }

  /// Removed and still kept.
  private var quarantine: Fact {
    Fact(
      label: "in quarantine", value: "\(word: report.totals.quarantined.words(now: report.run.now))"
    )
  }

  private var leftovers: [Fact] {
    [
      fact("directories without a mailbox", report.totals.orphanedMailboxes),
      Fact(
        label: "outside the spool", value: "\(word: Wording.amount(report.totals.outsideSpool))"),
      quarantine,
    ]
  }

  /// What history itself proves: runs that were recorded and an intact journal of actions.
  private func record() throws -> [Fact] {
    let journal = try History.failing { try history.store.verifyJournal() }
    let first = history.runs.first.map { ", the first of \(Wording.minute($0.run.started))" } ?? ""
    let partial = history.runs.count { !$0.isComplete }
    return [
      Fact(
        label: "recorded runs",
        value: """
          \(word: Wording.count(history.runs.count, "run", "runs"))\(word: first)\
          \(word: partial > 0 ? ", \(Wording.number(partial)) did not read everything" : "")
          """),
      Fact(label: "journal of actions", value: "\(word: Self.words(journal))"),
    ]
  }

  private static func words(_ journal: JournalVerification) -> String {
    journal.isIntact
      ? "intact, \(Wording.count(Int(journal.verified), "record", "records"))"
      : journal.description
  }

  private func fact(_ label: Sentence, _ count: Int) -> Fact {
    Fact(label: label, value: "\(word: Wording.number(count))")
  }
}

package import VmscanModel

/// What the reader of a report should do next, most urgent first.
package enum NextSteps {
  /// A step: what to do, who can, and a command that helps, which may be empty.
  package struct Step: Sendable, Hashable {
    package var text: String
    package var who: String
    /// Each as a shell takes it, quoted where that needs it.
    package var words: [String]

    package var command: String { words.joined(separator: " ") }

    fileprivate init(text: String, who: String, command: String) {
      self.text = text
      self.who = who
      words = command.split(separator: " ").map(String.init)
    }
  }

  /// `flags` are added to every command, so that it looks at the site the report is about.
  package static func steps(for report: ScanReport, flags: [String] = []) -> [Step] {
    steps(for: report).map { step in
      var step = step
      if !step.words.isEmpty { step.words += flags }
      return step
    }
  }

  private static func steps(for report: ScanReport) -> [Step] {
    var steps: [Step] = []
    if !report.coverage.isComplete {
      steps.append(
        Step(
          text: "Let the scan read what it could not, then scan again; until then the numbers are"
            + " lower bounds.",
          who: "PBX administrator", command: "vmscan doctor"))
    }
    if let worst = worstMailbox(report) {
      steps.append(
        Step(
          text:
            "See why \(worst) was reported, and what to change.",
          who: "PBX administrator", command: explainCommand(worst)))
    }
    if report.totals.retainedEmailed.messages > 0 {
      steps.append(
        Step(
          text: "Review the recordings that were already e-mailed; nothing is removed by this.",
          who: "PBX administrator, with the records officer's consent",
          command: "vmscan purge --emailed --older 30d --dry-run"))
    }
    if report.ownDomains.isInferred {
      steps.append(
        Step(
          text: "Confirm the site's own mail domains; they were guessed.",
          who: "PBX administrator", command: "vmscan scan --own-domain DOMAIN"))
    }
    if steps.isEmpty {
      steps.append(
        Step(
          text: "Nothing needs doing now. The next scan is compared with this one.",
          who: "nobody", command: ""))
    }
    return steps
  }

  /// The mailbox of the worst open finding.
  private static func worstMailbox(_ report: ScanReport) -> MailboxID? {
    let findings = report.findings.worstFirst
    return findings.indices.lazy
      .filter { findings.status(at: $0) != .accepted && findings.severity(at: $0) >= .medium }
      .compactMap { findings[$0].finding.subject.mailbox }.first
  }

  /// A command that may be pasted into a shell: only for names made of harmless characters.
  private static func explainCommand(_ id: MailboxID) -> String {
    let text = id.description
    return text.utf8.allSatisfy(SiteFlags.isHarmless) && text.utf8.first != 0x2D
      ? "vmscan explain \(text)" : "vmscan explain BOX@CONTEXT"
  }
}

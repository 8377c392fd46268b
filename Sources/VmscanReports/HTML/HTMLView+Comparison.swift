import VmscanModel

extension HTMLView {
  private static let listed = 100

  /// What changed since the run the reader asked about.
  var comparison: [String: HTMLValue] {
    guard let comparison = background.comparison else {
      return [
        "compared": .flag(false), "comparedNever": .flag(background.comparisonNote != nil),
        "comparedNote": .text(background.comparisonNote ?? ""),
      ]
    }
    let (before, after) = (comparison.before, comparison.after)
    return [
      "compared": .flag(true), "comparedNever": .flag(false),
      "comparedNoted": .flag(background.comparisonNote != nil),
      "comparedNote": .text(background.comparisonNote ?? ""),
      "comparedTitle": .text("Since \(Wording.day(before.run.now)) (run \(before.run.id))"),
      "comparedPartial": .flag(!before.isComplete || !after.isComplete),
      "comparedFigures": .text(
        "Messages kept \(Self.change(from: before.totals.messages, to: after.totals.messages)),"
          + " kept after e-mailing "
          + Self.change(from: before.totals.retainedEmailed, to: after.totals.retainedEmailed)
          + "."),
      "comparedNothing": .flag(comparison.isEmpty),
      "comparedParts": .list(parts(of: comparison)),
    ]
  }

  private static func change(from old: MessageTotals, to new: MessageTotals) -> String {
    change(from: old.messages, to: new.messages)
  }

  private func parts(of comparison: RunComparison) -> [[String: HTMLValue]] {
    let recipients = comparison.recipients.map { line("\($0.mailbox)", $0.words) }
    let parts: [(String, [[String: HTMLValue]])] = [
      ("New since \(Wording.day(comparison.before.run.now))", comparison.appeared.map(line)),
      ("Resolved", comparison.resolved.map(line)),
      ("No longer applies", comparison.noLongerApplying.map(line)),
      ("Came and went in between", comparison.cameAndWent.map(line)),
      ("What was done in between", between(comparison)),
      ("Changed recipients", recipients),
      ("New mailboxes", comparison.mailboxesAdded.map { line("\($0)", "") }),
      ("Mailboxes that are gone", comparison.mailboxesRemoved.map { line("\($0)", "") }),
    ]
    return parts.filter { !$0.1.isEmpty }.map { title, lines in
      let rest = lines.count - Self.listed
      return [
        "title": .text(title), "count": .number(lines.count), "opened": .flag(lines.count <= 10),
        "lines": .list(Array(lines.prefix(Self.listed))),
        "more": .text(rest > 0 ? "and \(Wording.number(rest)) more" : ""),
      ]
    }
  }

  /// Purges, restores and decisions between the two runs.
  private func between(_ comparison: RunComparison) -> [[String: HTMLValue]] {
    background.events(between: comparison).map { line(Wording.day($0.time), $0.words) }
  }

  private func line(_ reported: ReportedFinding) -> [String: HTMLValue] {
    var values = line(reported.finding.subject.description, reported.finding.message.unmasked)
    values["graded"] = .flag(true)
    values["severity"] = .text(reported.finding.severity.rawValue)
    return values
  }

  private func line(_ subject: String, _ message: String) -> [String: HTMLValue] {
    [
      "subject": .text(subject), "message": .text(message), "graded": .flag(false),
      "severity": .text(""),
    ]
  }
}

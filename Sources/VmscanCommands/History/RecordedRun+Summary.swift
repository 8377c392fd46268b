import VmscanModel
import VmscanReports

extension RecordedRun {
  /// The run as a list of runs shows it.
  var summary: RunSummary {
    RunSummary(
      id: run.id, started: run.started, finished: run.finished, version: run.version,
      mailboxes: totals.mailboxes, messages: totals.messages.messages,
      findings: unresolvedFindings, complete: isComplete)
  }

  /// The figures that are followed over time.
  var trendPoint: TrendPoint {
    var point = TrendPoint(
      run: run.id, started: run.now, mailboxes: totals.mailboxes,
      messages: totals.messages.messages, retainedEmailed: totals.retainedEmailed.messages,
      findings: unresolvedFindings, complete: isComplete)
    point.weakPINs = PINStrength.allCases.filter(\.isWeak).reduce(0) {
      $0 + (totals.pins.byStrength[$1] ?? 0)
    }
    point.openLogins = totals.logins?.total(.open)
    point.weakLogins = totals.logins?.total(.weak)
    return point
  }

  private var unresolvedFindings: [Severity: Int] {
    Dictionary(
      uniqueKeysWithValues: Severity.allCases.map { ($0, findings.unresolved($0)) }
    )
    .filter { $0.value > 0 }
  }
}

package import VmscanModel

/// The answer of the Icinga and Nagios plugin.
package struct NagiosCheck: Sendable, Hashable {
  /// The state, whose raw value is the exit status.
  package enum State: Int32, Sendable, CaseIterable {
    case ok = 0
    case warning = 1
    case critical = 2
    case unknown = 3

    var word: String {
      switch self {
      case .ok: "OK"
      case .warning: "WARNING"
      case .critical: "CRITICAL"
      case .unknown: "UNKNOWN"
      }
    }

    /// Critical over warning over unknown over OK.
    fileprivate var weight: Int {
      switch self {
      case .ok: 0
      case .unknown: 1
      case .warning: 2
      case .critical: 3
      }
    }

    static func worse(_ left: State, _ right: State) -> State {
      left.weight >= right.weight ? left : right
    }
  }

  package var state: State
  /// One line with the performance data, without a newline.
  package var line: String

  /// Judges the latest recorded run; no run, one that did not read everything, or one that is later
  /// than now, whose age says nothing, is unknown unless something worse is known.
  ///
  /// `notices` are said whatever the state, such as an acceptance that ends soon.
  package init(
    latest: TrendPoint?, now: Timestamp, thresholds: CheckThresholds, notices: [String] = []
  ) {
    guard let latest else {
      self.init(state: .unknown, text: "no run is recorded, run vmscan scan", metrics: [])
      return
    }
    let metrics = thresholds.metrics(of: latest, now: now)
    var state = latest.complete ? State.ok : .unknown
    var words = latest.complete ? [] : ["not everything was read"]
    let ahead = latest.started.epochSeconds &- now.epochSeconds
    if ahead > Timestamp.clockTolerance {
      state = .unknown
      words.append(
        "the last run, \(latest.started), lies \(Wording.span(seconds: ahead)) in the future: "
          + "the clock was ahead then or is behind now")
    }
    for metric in metrics where metric.state != .ok {
      state = State.worse(state, metric.state)
      words.append(metric.words)
    }
    if words.isEmpty {
      words = ["\(latest.messages) messages, \(latest.retainedEmailed) kept after e-mailing"]
    }
    self.init(
      state: state, text: (words + notices.prefix(3)).joined(separator: ", "), metrics: metrics)
  }

  /// The answer when the history cannot be read or the arguments are wrong.
  package static func unknown(_ reason: String) -> NagiosCheck {
    NagiosCheck(state: .unknown, text: reason, metrics: [])
  }

  init(state: State, text: String, metrics: [CheckMetric]) {
    self.state = state
    let safe = TerminalText.escape(text).split(separator: "|").joined(separator: "/")
    let data = metrics.map(\.performanceData).joined(separator: " ")
    line = "VMSCAN \(state.word) - \(safe)" + (data.isEmpty ? "" : " | \(data)")
  }
}

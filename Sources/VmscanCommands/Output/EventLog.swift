import Glibc
import VmscanModel
import VmscanReports

/// One line an event for the machine's log: the run, what could not be read, what came and went.
///
/// A line is `event=NAME key=value …`; values with blanks are quoted, nothing in them can end it.
struct EventLog {
  /// Severity of syslog(3).
  enum Priority: Int32 {
    case critical = 2
    case error = 3
    case warning = 4
    case notice = 5
    case info = 6

    init(_ severity: Severity) {
      self =
        switch severity {
        case .critical: .critical
        case .high: .error
        case .medium: .warning
        case .low: .notice
        case .informational: .info
        }
    }
  }

  let sink: EventSink
  let context: RunContext

  /// Writes the events of a report.
  ///
  /// - Throws: `OutputError` when standard error cannot be written; syslog never fails.
  func write(_ report: ScanReport, redaction: Redaction) throws {
    if sink == .syslog { openlog("vmscan", LOG_PID, LOG_DAEMON) }
    defer { if sink == .syslog { closelog() } }
    for (priority, line) in Self.events(of: report.redacted(by: redaction)) {
      switch sink {
      case .stderr: try context.err.writeLine("<\(priority.rawValue)>\(line)")
      case .syslog: Self.log(priority, line)
      }
    }
  }

  static func events(of report: ScanReport) -> [(Priority, String)] {
    var events = [
      (
        report.coverage.isComplete ? Priority.info : .warning,
        line(
          "run",
          [
            ("run", "\(report.run.id)"), ("mailboxes", "\(report.totals.mailboxes)"),
            ("messages", "\(report.totals.messages.messages)"),
            ("retainedEmailed", "\(report.totals.retainedEmailed.messages)"),
            ("findings", "\(report.findings.count { $0.status != .accepted })"),
            ("complete", report.coverage.isComplete ? "yes" : "no"),
          ])
      )
    ]
    events += report.coverage.problems.filter(\.hidesData).map {
      (.warning, line("notRead", [("path", "\($0.path)"), ("detail", $0.detail.unmasked)]))
    }
    events += report.findings.selection { $0.status == .new }.map {
      (Priority($0.finding.severity), line("newFinding", words($0.finding)))
    }
    events += report.solved.map { (.info, line("solvedFinding", words($0.finding))) }
    return events
  }

  private static func words(_ finding: Finding) -> [(String, String)] {
    [
      ("rule", "\(finding.rule)"), ("severity", finding.severity.rawValue),
      ("subject", finding.subject.title), ("fingerprint", "\(finding.fingerprint)"),
      ("message", finding.message.unmasked),
    ]
  }

  private static func line(_ event: String, _ values: [(String, String)]) -> String {
    (["event=\(event)"] + values.map { "\($0)=\(quoted($1))" }).joined(separator: " ")
  }

  private static func quoted(_ value: String) -> String {
    let safe = TerminalText.escape(value)
    let isPlain = safe.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x3D }
    guard !isPlain || safe.isEmpty else { return safe }
    let escaped = safe.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    return "\"\(escaped)\""
  }

  private static func log(_ priority: Priority, _ line: String) {
    line.withCString { text in
      withVaList([text]) { vsyslog(priority.rawValue, "%s", $0) }
    }
  }
}

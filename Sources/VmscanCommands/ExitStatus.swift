/// The exit statuses of every command but `check`; shown in `--help` and in the README.
package enum ExitStatus: Int32, Sendable, CaseIterable, Error {
  case success = 0
  case findings = 1
  case usage = 2
  case incomplete = 3
  case refused = 4
  case lockNotObtained = 5
  case badConfiguration = 6
  case failed = 70
  case interrupted = 130
  /// As the shell counts a process that SIGPIPE ended.
  case readerGone = 141

  package var meaning: String {
    switch self {
    case .success: "done, nothing at or above --fail-on"
    case .findings: "done, findings at or above --fail-on"
    case .usage: "usage: the command line is wrong"
    case .incomplete: "done, but something could not be read"
    case .refused: "refused by a guard"
    case .lockNotObtained: "a lock was not obtained"
    case .badConfiguration: "configuration or database unreadable or invalid"
    case .failed: "stopped by an error of the system, such as a full disk"
    case .interrupted: "interrupted"
    case .readerGone: "whoever read the output, such as head, went away before its end"
    }
  }

  /// The status of a run that ended in both ways: what could not be read outweighs findings.
  package func merged(with other: ExitStatus) -> ExitStatus {
    rank >= other.rank ? self : other
  }

  private var rank: Int {
    switch self {
    case .success: 0
    case .findings: 1
    case .incomplete: 2
    case .refused: 3
    case .lockNotObtained: 4
    case .badConfiguration: 5
    case .usage: 6
    case .failed: 7
    case .readerGone: 8
    case .interrupted: 9
    }
  }

  /// The table as `--help` prints it.
  package static var table: String {
    (["EXIT STATUS"]
      + allCases.map { status in
        let number = String(status.rawValue)
        return "  " + number + String(repeating: " ", count: 4 - number.utf8.count)
          + status.meaning
      })
      .joined(separator: "\n")
  }
}

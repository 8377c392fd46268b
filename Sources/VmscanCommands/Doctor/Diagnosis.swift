/// One line of the health report: what was looked at, what was seen and what to do.
struct Diagnosis: Sendable, Hashable {
  enum Verdict: String, Sendable, Encodable, CaseIterable {
    case ok, warn, fail
  }

  /// Stable name, such as `spool-readable`.
  var check: String
  var verdict: Verdict
  /// What was looked at and seen, in one sentence without a full stop.
  var observed: String
  /// What to do about it; empty when nothing.
  var remedy = ""
  /// `false` when it could not be looked at, which is neither good nor bad news.
  var wasChecked = true

  static func ok(_ check: String, _ observed: String) -> Diagnosis {
    Diagnosis(check: check, verdict: .ok, observed: observed)
  }

  static func warn(_ check: String, _ observed: String, remedy: String) -> Diagnosis {
    Diagnosis(check: check, verdict: .warn, observed: observed, remedy: remedy)
  }

  static func fail(_ check: String, _ observed: String, remedy: String) -> Diagnosis {
    Diagnosis(check: check, verdict: .fail, observed: observed, remedy: remedy)
  }

  static func unchecked(_ check: String, _ observed: String, remedy: String) -> Diagnosis {
    Diagnosis(
      check: check, verdict: .warn, observed: observed, remedy: remedy, wasChecked: false)
  }
}

extension Collection where Element == Diagnosis {
  /// 3 when something could not be checked, else 1 when something fails, else 0.
  var status: ExitStatus {
    (contains { $0.verdict == .fail } ? ExitStatus.findings : .success)
      .merged(with: contains { !$0.wasChecked } ? .incomplete : .success)
  }
}

/// The first few of many names, for one line of text.
enum Names {
  static func first(_ names: [String], limit: Int = 3) -> String {
    let shown = names.prefix(limit).joined(separator: ", ")
    return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
  }

  static func count(_ number: Int, _ one: String, _ many: String) -> String {
    "\(number) \(number == 1 ? one : many)"
  }
}

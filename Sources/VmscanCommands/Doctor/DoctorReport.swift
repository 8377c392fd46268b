import FoundationEssentials
import VmscanReports

/// The health report as text and as JSON.
struct DoctorReport: Encodable {
  private struct Line: Encodable {
    var check: String
    var verdict: Diagnosis.Verdict
    var checked: Bool
    var observed: String
    var remedy: String
  }

  private var schema = 1
  private var checks: [Line]

  init(_ diagnoses: [Diagnosis]) {
    checks = diagnoses.map {
      Line(
        check: $0.check, verdict: $0.verdict, checked: $0.wasChecked, observed: $0.observed,
        remedy: $0.remedy)
    }
  }

  /// - Throws: never in practice; the encoder's type does not say so.
  func json() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }

  /// One line a check, its remedy below it, and the sum.
  func text(style: Style) -> String {
    var text = ""
    for line in checks {
      let word = line.verdict.rawValue
      let padding = String(repeating: " ", count: 6 - word.utf8.count)
      text += style.apply(Self.tone(line.verdict), to: word) + padding + line.check + ": "
      text += Self.escaped(line.observed, indent: 6) + (line.checked ? "" : " (not checked)") + "\n"
      if !line.remedy.isEmpty { text += "      -> " + Self.escaped(line.remedy, indent: 9) + "\n" }
    }
    return text + sum + "\n"
  }

  private var sum: String {
    let counts = Diagnosis.Verdict.allCases.map { verdict in
      "\(checks.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    let unchecked = checks.count { !$0.checked }
    return counts.joined(separator: ", ") + (unchecked > 0 ? ", \(unchecked) not checked" : "")
  }

  private static func tone(_ verdict: Diagnosis.Verdict) -> Style.Tone {
    switch verdict {
    case .ok: .good
    case .warn: .caution
    case .fail: .worst
    }
  }

  private static func escaped(_ text: String, indent: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: true).map {
      TerminalText.escape(String($0))
    }
    .joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}

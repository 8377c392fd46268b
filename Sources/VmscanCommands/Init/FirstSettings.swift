import VmscanModel
import VmscanReports

/// What a first settings file says, from what was found and what was told.
struct FirstSettings {
  var asteriskEtc: String
  /// The directory that holds the contexts; written only when it is not what `asterisk.conf` says.
  var spool: String?
  /// As `asterisk.conf` says, for the comment; `nil` where nothing was looked for.
  var spoolFound: String?
  var version: AsteriskVersion?
  var ownDomains: [String] = []
  /// Guessed from the addresses in use and never confirmed.
  var inferredDomains: [String] = []
  var mailLogs: [String] = []
  var database: String?
  /// The machine's own name where it is `nil`.
  var host: String?

  /// What holds when nothing is set, as the package installs it.
  static let sample = FirstSettings(asteriskEtc: Settings().asteriskEtc)

  /// The file, commented: every setting is there, as a comment when it is not set.
  ///
  /// scripts/man reads the sample back: a block is prose, a line `# Default:`, and the setting.
  var yaml: String {
    ([Self.head] + SettingDescription.all.map(block)).joined(separator: "\n\n") + "\n"
  }

  private static var head: String {
    let width = SettingVariable.allCases.map(\.rawValue.count).max() ?? 0
    let variables = SettingVariable.allCases.map { variable in
      let gap = String(repeating: " ", count: width + 2 - variable.rawValue.count)
      return "#   \(variable.rawValue)\(gap)\(variable.meaning)"
    }
    let prose = """
      # Settings of vmscan; written by 'vmscan init', described in vmscan.yaml(5).
      # Unknown keys and wrong values are refused, each with its line. An age is a number with h, d, w
      # or y, such as 12h or 30d.
      # A flag beats a variable of the environment, which beats this file, which beats the default:
      """
    return ([prose] + variables).joined(separator: "\n")
  }

  private func block(_ setting: SettingDescription) -> String {
    let prose = [setting.meaning, note(setting.key)].compactMap(\.self).joined(separator: " ")
    let lines = TextWrap.lines(prose, width: 96) + [setting.standard.line]
    return (lines.map { "# \($0)" } + [line(setting)]).joined(separator: "\n")
  }

  /// What was found on this machine.
  private func note(_ key: SettingKey) -> String? {
    guard let spoolFound else { return nil }
    return switch key {
    case .spool: "Here: \(Self.comment(spoolFound))"
    case .asteriskVersion: "Found here: \(version.map { "\($0)" } ?? "none")."
    case .ownDomains where ownDomains.isEmpty && !inferredDomains.isEmpty:
      "Those below are guessed and used until you set them; remove the # to confirm."
    default: nil
    }
  }

  private func line(_ setting: SettingDescription) -> String {
    let key = setting.key.rawValue
    if let value = value(of: setting.key) { return "\(key): \(value)" }
    guard setting.key == .ownDomains, !inferredDomains.isEmpty else {
      return "#\(key): \(setting.example)"
    }
    return "#\(key): \(Self.list(inferredDomains))"
  }

  /// As YAML; `nil` when the setting keeps its default.
  private func value(of key: SettingKey) -> String? {
    switch key {
    case .asteriskEtc: Self.quoted(asteriskEtc)
    case .spool: spool.map(Self.quoted)
    case .asteriskVersion: version.map { "\"\($0)\"" }
    case .ownDomains: ownDomains.isEmpty ? nil : Self.list(ownDomains)
    case .mailLogs: mailLogs.isEmpty ? nil : Self.list(mailLogs)
    case .db: database.map(Self.quoted)
    case .host: host.map(Self.quoted)
    default: nil
    }
  }

  private static func list(_ values: [String]) -> String {
    "[\(values.map(quoted).joined(separator: ", "))]"
  }

  /// A YAML double-quoted scalar, which can hold any text.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case let control where !control.isLineSafe:
        let hex = String(control.value, radix: 16, uppercase: true)
        quoted += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// Text that stays within its comment line.
  private static func comment(_ text: String) -> String {
    String(text.unicodeScalars.map { $0.isLineSafe ? Character($0) : " " })
  }
}

extension Unicode.Scalar {
  /// Neither a control character nor one of YAML's line breaks.
  fileprivate var isLineSafe: Bool {
    value >= 0x20 && !(0x7F..<0xA0).contains(value) && value != 0x2028 && value != 0x2029
  }
}

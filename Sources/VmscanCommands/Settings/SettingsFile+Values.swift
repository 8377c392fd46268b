import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanSources
import Yams

/// How the value of a setting is read; what does not fit is a fault.
extension SettingsFile {
  typealias Reading<Value> = (Node) -> Result<Value, SettingsReason>

  mutating func read<Value>(
    _ node: Node, _ reading: Reading<Value>, into target: inout Value
  ) {
    switch reading(node) {
    case .success(let value): target = value
    case .failure(let reason): fault(node, reason.text)
    }
  }

  mutating func read<Value>(
    _ node: Node, _ reading: Reading<Value>, then use: (Value) -> Void
  ) {
    switch reading(node) {
    case .success(let value): use(value)
    case .failure(let reason): fault(node, reason.text)
    }
  }

  func string(_ node: Node) -> Result<String, SettingsReason> {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      return .failure("expected one word or path")
    }
    return .success(scalar.string)
  }

  /// A place that is the same from every directory, wherever a job begins.
  func path(_ node: Node) -> Result<String, SettingsReason> {
    string(node).flatMap { text in
      text.hasPrefix("/") ? .success(text) : .failure("expected an absolute path, from / on")
    }
  }

  func paths(_ node: Node) -> Result<[String], SettingsReason> {
    strings(node).flatMap { texts in
      texts.allSatisfy { $0.hasPrefix("/") }
        ? .success(texts) : .failure("expected absolute paths, from / on")
    }
  }

  func strings(_ node: Node) -> Result<[String], SettingsReason> {
    switch node {
    case .scalar(let scalar): return .success([scalar.string])
    case .sequence(let sequence):
      let texts = sequence.compactMap { item -> String? in
        guard case .scalar(let scalar) = item, !scalar.string.isEmpty else { return nil }
        return scalar.string
      }
      guard texts.count == sequence.count else { return .failure("expected a list of words") }
      return .success(texts)
    case .mapping, .alias: return .failure("expected a list such as [one, two]")
    }
  }

  /// Words of a command line; a single text is split at blanks, no shell reads it.
  func command(_ node: Node) -> Result<[String], SettingsReason> {
    strings(node).flatMap { words in
      let all = words.count == 1 ? words[0].split(separator: " ").map(String.init) : words
      guard all.first?.hasPrefix("/") ?? false else {
        return .failure("expected a command with its absolute path, such as /usr/sbin/sendmail -t")
      }
      return .success(all)
    }
  }

  func address(_ node: Node) -> Result<MailAddress, SettingsReason> {
    guard let address = node.scalar.flatMap({ MailAddress($0.string) }) else {
      return .failure("expected one plain mail address")
    }
    return .success(address)
  }

  func hostName(_ node: Node) -> Result<String, SettingsReason> {
    guard let name = node.scalar?.string, Settings.isHostName(name) else {
      return .failure("expected a name of letters, digits, dots and hyphens, such as pbx1")
    }
    return .success(name)
  }

  func hostNames(_ node: Node) -> Result<[String], SettingsReason> {
    strings(node).flatMap { texts in
      texts.allSatisfy { Settings.isHostName($0) }
        ? .success(texts)
        : .failure("expected names of letters, digits, dots and hyphens, such as [pbx1, pbx2]")
    }
  }

  func zone(_ node: Node) -> Result<String, SettingsReason> {
    string(node).flatMap { name in
      guard LogZone.isKnown(name) else {
        let shown = PlainWord.quoted(name, else: "this word")
        return .failure("\(shown) is not a time zone known here, such as Europe/Brussels")
      }
      return .success(name)
    }
  }

  func domains(_ node: Node) -> Result<[String], SettingsReason> {
    strings(node).flatMap { texts in
      if let wrong = texts.first(where: { !DomainSyntax.isPlausible($0) }) {
        let shown = PlainWord.quoted(wrong, else: "a word of this")
        return .failure("\(shown) is not a domain such as example.com")
      }
      return .success(texts.map { $0.lowercased() })
    }
  }

  func positive(_ node: Node) -> Result<Int, SettingsReason> {
    guard let number = node.scalar.flatMap({ Int(plain: $0.string) }), number > 0 else {
      return .failure("expected a whole number above 0, without a leading zero")
    }
    return .success(number)
  }

  func pair(_ node: Node) -> Result<Int, SettingsReason> {
    guard let number = node.scalar.flatMap({ Int(plain: $0.string) }), number > 1 else {
      return .failure("expected a whole number above 1, without a leading zero")
    }
    return .success(number)
  }

  func port(_ node: Node) -> Result<UInt16, SettingsReason> {
    guard let number = node.scalar.flatMap({ UInt16(plain: $0.string) }), number > 0 else {
      return .failure("expected a port, 1 to 65535, without a leading zero")
    }
    return .success(number)
  }

  func rules(_ node: Node) -> Result<Set<RuleID>, SettingsReason> {
    strings(node).flatMap { names in
      var rules: Set<RuleID> = []
      for name in names {
        guard let rule = RuleCatalog.rule(named: name) else {
          let shown = PlainWord.quoted(name, else: "a word of this")
          return .failure("\(shown) is not a rule; 'vmscan rules' lists them")
        }
        rules.insert(rule.id)
      }
      return .success(rules)
    }
  }

  func age(_ node: Node) -> Result<Age, SettingsReason> {
    guard let age = node.scalar.flatMap({ Age(parsing: $0.string) }) else {
      return .failure("expected an age such as 30d, 12h, 2w or 1y; zero is not an age")
    }
    return .success(age)
  }

  func limit(_ node: Node) -> Result<Age?, SettingsReason> {
    if node.scalar?.string == "never" { return .success(nil) }
    return age(node).map { $0 }
  }

  func jurisdictions(_ node: Node) -> Result<Set<Jurisdiction>, SettingsReason> {
    strings(node).flatMap { names in
      let known = names.compactMap(Jurisdiction.init(rawValue:))
      guard known.count == names.count else {
        return .failure(
          "expected some of \(Jurisdiction.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return .success(Set(known))
    }
  }

  func severity(_ node: Node) -> Result<Severity, SettingsReason> {
    guard let severity = node.scalar.flatMap({ Severity(rawValue: $0.string) }) else {
      return .failure(
        "expected one of \(Severity.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return .success(severity)
  }

  func reader(_ node: Node) -> Result<Redaction.Level, SettingsReason> {
    guard let level = node.scalar.flatMap({ Redaction.Level(rawValue: $0.string) }) else {
      return .failure("expected officer, auditor or admin")
    }
    return .success(level)
  }

  func version(_ node: Node) -> Result<AsteriskVersion, SettingsReason> {
    guard let version = node.scalar.flatMap({ AsteriskVersion(parsing: $0.string) }) else {
      return .failure("expected a release of Asterisk such as 20.5.0, in quotes")
    }
    return .success(version)
  }

  func time(_ node: Node) -> Result<Timestamp, SettingsReason> {
    guard let time = node.scalar.flatMap({ Timestamp(parsing: $0.string) }) else {
      return .failure("expected a date such as 2027-01-01")
    }
    return .success(time)
  }

  func mailbox(_ node: Node) -> Result<MailboxID, SettingsReason> {
    guard let id = node.scalar.flatMap({ MailboxID(parsing: $0.string) }) else {
      return .failure("expected BOX@CONTEXT")
    }
    return .success(id)
  }

  func flag(_ node: Node) -> Result<Bool, SettingsReason> {
    switch node.scalar?.string {
    case "true", "yes": .success(true)
    case "false", "no": .success(false)
    default: .failure("expected yes or no")
    }
  }
}

struct SettingsReason: Error, ExpressibleByStringInterpolation {
  var text: String

  init(stringLiteral value: String) { text = value }
}

/// The shape of a domain name as an administrator types it.
enum DomainSyntax {
  static func isPlausible(_ text: String) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count > 1
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.count < 64
          && label.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && !"@/:,;*<>\"'\\".unicodeScalars.contains($0)
          }
      }
  }
}

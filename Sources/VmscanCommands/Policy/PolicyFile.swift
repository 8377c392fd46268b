import VmscanModel
import Yams

/// Reads the YAML policy file; every fault is named with its line.
///
/// ```yaml
/// version: "3"
/// owner: Records Office
/// reviewDate: 2027-01-01
/// rules:
///   - name: mailed
///     removeAfter: {unheard: 90d, old: 30d, saved: 365d, deleted: 7d}
///     onlyEmailed: true
///   - name: trading floor
///     context: trading
///     keepAtLeast: {unheard: 5y, old: 5y, saved: 5y, deleted: 5y}
/// ```
struct PolicyFile {
  private var reader: SettingsFile
  private var rules = RetentionRules(version: "", owner: "", rules: [])

  /// - Throws: `CommandFailure` naming every fault.
  static func read(_ path: String) throws -> RetentionRules {
    let text: String?
    do {
      text = try SettingsLoader.read(path)
    } catch {
      throw CommandFailure(.badConfiguration, "cannot use policy file '\(path)': \(error)")
    }
    guard let text else {
      throw CommandFailure(.badConfiguration, "cannot use policy file '\(path)': no such file")
    }
    var file = PolicyFile(reader: SettingsFile(path: path))
    file.apply(text)
    guard file.reader.faults.isEmpty else {
      let error = SettingsError(faults: file.reader.faults)
      throw CommandFailure(.badConfiguration, "policy file '\(path)': \(error)")
    }
    return file.rules
  }

  private init(reader: SettingsFile) { self.reader = reader }

  private static let keys = ["owner", "reviewDate", "rules", "version"]
  private static let ruleKeys = [
    "context", "keepAtLeast", "mailbox", "name", "onlyEmailed", "removeAfter",
  ]

  private mutating func apply(_ text: String) {
    let mapping = reader.mapping(text)
    // An empty file, as a full disk leaves it, must not pass for a policy that protects nothing.
    guard mapping != nil || reader.faults.isEmpty else { return }
    for (key, value) in mapping ?? [:] {
      let isKnown = Self.keys.contains(key.string ?? "")
      if isKnown { reader.enter(key.string ?? "") }
      defer { if isKnown { reader.leave() } }
      switch key.string ?? "" {
      case "version": reader.read(value, reader.string) { rules.version = $0 }
      case "owner": reader.read(value, reader.string) { rules.owner = $0 }
      case "reviewDate": reader.read(value, reader.time) { rules.reviewDate = $0 }
      case "rules":
        guard case .sequence(let list) = value else {
          reader.fault(value, "expected a list of rules")
          continue
        }
        for node in list { addRule(node) }
      default: reader.unknown(key, known: Self.keys)
      }
    }
    if rules.version.isEmpty { reader.fault(nil, "'version' is missing") }
    if rules.owner.isEmpty { reader.fault(nil, "'owner' is missing: who answers for the policy") }
    if rules.rules.isEmpty { reader.fault(nil, "there is no rule") }
  }

  private mutating func addRule(_ node: Node) {
    guard case .mapping(let mapping) = node else {
      return reader.fault(node, "a rule holds name, removeAfter, keepAtLeast and a scope")
    }
    var rule = RetentionRule(name: "")
    for (key, value) in mapping {
      let isKnown = Self.ruleKeys.contains(key.string ?? "")
      if isKnown { reader.enter(key.string ?? "") }
      defer { if isKnown { reader.leave() } }
      switch key.string ?? "" {
      case "name": reader.read(value, reader.string) { rule.name = $0 }
      case "context", "mailbox":
        guard rule.scope == .everything else {
          reader.fault(value, "a rule has one scope; write a rule of its own for the other")
          continue
        }
        if key.string == "context" {
          reader.read(value, reader.string) { rule.scope = .context(ByteText(unescaping: $0)) }
        } else {
          reader.read(value, reader.mailbox) { rule.scope = .mailbox($0) }
        }
      case "removeAfter":
        reader.applyRetention(value, to: &rule.removeAfter, never: &rule.neverRemoves)
      case "keepAtLeast":
        var never: Set<RetentionClass> = []
        reader.applyRetention(value, to: &rule.keepAtLeast, never: &never)
        if !never.isEmpty {
          reader.fault(
            value,
            "expected an age; 'never' belongs to removeAfter, and 'vmscan hold' keeps for ever")
        }
      case "onlyEmailed": reader.read(value, reader.flag) { rule.onlyEmailed = $0 }
      default: reader.unknown(key, known: Self.ruleKeys)
      }
    }
    if rule.name.isEmpty { reader.fault(node, "a rule has no name") }
    rules.rules.append(rule)
  }
}

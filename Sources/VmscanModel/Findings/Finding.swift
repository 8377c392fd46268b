/// One thing a rule found, without presentation: severity threshold, colour and exit status are
/// decided elsewhere.
package struct Finding: Sendable, Hashable, Codable {
  /// Stable identifier of the rule, such as `VM-101`.
  package var rule: RuleID
  package var severity: Severity
  package var subject: FindingSubject
  /// What was found, one sentence, no PIN in it.
  package var message: Sentence
  /// What to do about it, one or two sentences.
  package var remedy: Sentence
  /// Places in the configuration or below the spool that show it.
  package var evidence: [Place]
  /// Stable across runs: digest of rule, subject and `key`; independent of wording and severity.
  package var fingerprint: Fingerprint

  package init(
    rule: RuleID, severity: Severity, subject: FindingSubject, message: Sentence,
    remedy: Sentence, evidence: [Place] = [], fingerprint: Fingerprint
  ) {
    self.rule = rule
    self.severity = severity
    self.subject = subject
    self.message = message
    self.remedy = remedy
    self.evidence = evidence
    self.fingerprint = fingerprint
  }
}

extension Finding {
  /// What one rule says in a finding.
  package struct Part: Sendable {
    package var rule: RuleID
    package var message: Sentence

    package init(rule: RuleID, message: Sentence) {
      self.rule = rule
      self.message = message
    }

    fileprivate var rules: Set<RuleID> {
      let reasons = message.reasons
      return reasons.isEmpty ? [rule] : Set(reasons)
    }
  }

  /// What several rules say of one matter, that of the finding's own rule first; usually there is
  /// one part, the finding itself.
  package var parts: [Part] {
    let parts = message.arguments.compactMap { argument -> Part? in
      guard case .reason(let rule, let sentence, _) = argument, !rule.isEmpty else { return nil }
      return Part(rule: RuleID(rule), message: sentence)
    }
    return parts.first?.rule == rule ? parts : [Part(rule: rule, message: message)]
  }

  /// The message that makes a finding of what several rules say.
  package static func message(of parts: [Part]) -> Sentence {
    parts.reduce(Sentence(template: "", arguments: [])) { whole, part in
      let next = Sentence.Argument.reason(part.rule.description, part.message, isSecret: false)
      return whole.arguments.isEmpty ? "\(next)" : "\(whole) \(next)"
    }
  }

  /// The rules that it speaks for: for each part those that told its reasons in an earlier release,
  /// else its own.
  package var rules: Set<RuleID> { parts.reduce(into: []) { $0.formUnion($1.rules) } }

  /// The same of the first part alone.
  package var leadingRules: Set<RuleID> { parts[0].rules }

  /// Whether the same matter of the same subject, said by another rule, with more reasons or with
  /// fewer.
  ///
  /// The same rules with another key are another finding, such as one of another address.
  package func succeeds(_ earlier: Finding) -> Bool {
    let (own, others) = (rules, earlier.rules)
    return subject == earlier.subject && (own != others || rule != earlier.rule)
      && !own.isDisjoint(with: others)
  }

  /// Whether a rule found it, or it has the reason that a rule of an earlier release told.
  package func isOf(_ rule: RuleID) -> Bool {
    rule == self.rule || message.reasons.contains(rule)
  }
}

/// What a finding is about.
package enum FindingSubject: Sendable, Hashable {
  case system
  case context(ByteText)
  case mailbox(MailboxID)
  case file(ByteText)
  case device(DeviceID)

  package var mailbox: MailboxID? {
    guard case .mailbox(let id) = self else { return nil }
    return id
  }

  package var device: DeviceID? {
    guard case .device(let id) = self else { return nil }
    return id
  }
}

extension FindingSubject: CustomStringConvertible {
  /// `system`, `context sales`, `1001@default`, `file /etc/asterisk/voicemail.conf` or
  /// `device pjsip/1001`.
  package var description: String {
    switch self {
    case .system: "system"
    case .context(let name): "context \(name)"
    case .mailbox(let id): "\(id)"
    case .file(let path): "file \(path)"
    case .device(let id): "device \(id)"
    }
  }
}

extension FindingSubject: Codable {
  private enum Key: String, CodingKey { case kind, context, mailbox, path, device }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(String.self, forKey: .kind) {
    case "context": self = .context(try values.decode(ByteText.self, forKey: .context))
    case "mailbox":
      self = .mailbox(
        MailboxID(
          context: try values.decode(ByteText.self, forKey: .context),
          mailbox: try values.decode(ByteText.self, forKey: .mailbox)))
    case "file": self = .file(try values.decode(ByteText.self, forKey: .path))
    case "device":
      let text = try values.decode(ByteText.self, forKey: .device)
      guard let id = DeviceID(parsing: text) else {
        throw DecodingError.dataCorruptedError(
          forKey: .device, in: values, debugDescription: "no kind and name of a device")
      }
      self = .device(id)
    default: self = .system
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .system: try values.encode("system", forKey: .kind)
    case .context(let name):
      try values.encode("context", forKey: .kind)
      try values.encode(name, forKey: .context)
    case .mailbox(let id):
      try values.encode("mailbox", forKey: .kind)
      try values.encode(id.context, forKey: .context)
      try values.encode(id.mailbox, forKey: .mailbox)
    case .file(let path):
      try values.encode("file", forKey: .kind)
      try values.encode(path, forKey: .path)
    case .device(let id):
      try values.encode("device", forKey: .kind)
      try values.encode(id.text, forKey: .device)
    }
  }
}

/// The stable identifier of a rule, such as `VM-101`.
package struct RuleID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  package var description: String

  package init(_ text: String) { description = text }

  package static func < (left: RuleID, right: RuleID) -> Bool {
    left.description < right.description
  }

  package init(from decoder: any Decoder) throws {
    description = try decoder.singleValueContainer().decode(String.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

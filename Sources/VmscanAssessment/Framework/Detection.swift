import VmscanModel

/// What a rule's logic hands back; the assessor makes it a finding.
struct Detection: Sendable {
  var subject: FindingSubject
  /// `nil` takes the rule's own.
  var severity: Severity?
  /// Tells apart findings of one rule on one subject; facts only, no wording and no numbers that
  /// change from run to run.
  var key: [ByteText]
  var message: Sentence
  /// `nil` takes the rule's remediation.
  var remedy: Sentence?
  var evidence: [Place]

  init(
    _ subject: FindingSubject, severity: Severity? = nil, key: [ByteText] = [], message: Sentence,
    remedy: Sentence? = nil, evidence: [Place] = []
  ) {
    self.subject = subject
    self.severity = severity
    self.key = key
    self.message = message
    self.remedy = remedy
    self.evidence = evidence
  }

  func finding(of rule: Heading) -> Finding {
    Finding(
      rule: rule.id, severity: severity ?? rule.severity, subject: subject, message: message,
      remedy: remedy ?? rule.remediation, evidence: evidence,
      fingerprint: Fingerprint(rule: rule.id, subject: subject, key: key))
  }

  /// What a finding takes from its rule: a whole rule is too much to copy for each of them.
  struct Heading: Sendable {
    let id: RuleID
    let severity: Severity
    let remediation: Sentence

    init(_ rule: Rule) {
      id = rule.id
      severity = rule.severity
      remediation = rule.remediation
    }
  }
}

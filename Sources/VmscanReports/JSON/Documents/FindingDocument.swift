import VmscanModel

/// One finding.
struct FindingDocument: Encodable {
  var rule: String
  var severity: String
  var fingerprint: String
  var subject: String
  var subjectKind: String
  var message: String
  var remedy: String
  var evidence: [String]
  var status: String
  var firstSeen: String

  init(_ reported: ReportedFinding) {
    let finding = reported.finding
    rule = TerminalText.escape(finding.rule.description)
    severity = finding.severity.rawValue
    fingerprint = finding.fingerprint.description
    subject = finding.subject.title
    subjectKind = finding.subject.kind
    message = TerminalText.escape(finding.message.unmasked)
    remedy = TerminalText.escape(finding.remedy.unmasked)
    evidence = finding.evidence.map { TerminalText.escape($0.description) }
    status = reported.status.rawValue
    firstSeen = reported.firstSeen.description
  }
}

import VmscanModel

/// One finding as a result.
struct SARIFResult: Encodable {
  struct Suppression: Encodable {
    var kind = "external"
    var status = "accepted"
    var justification = "accepted by the site; see `vmscan accept list`"
  }

  struct Properties: Encodable {
    var severity: String
    var remedy: String
    var firstSeen: String
  }

  var ruleId: String
  var ruleIndex: Int?
  var level: String
  var message: SARIFMessage
  var locations: [SARIFLocation]
  var partialFingerprints: [String: String]
  /// Absent when there was no earlier run to compare with.
  var baselineState: String?
  /// Empty, not absent, when not suppressed: absence would mean not known.
  var suppressions: [Suppression]
  var properties: Properties

  init(_ reported: ReportedFinding, ruleIndex: Int?, hasBaseline: Bool) {
    let finding = reported.finding
    ruleId = TerminalText.escape(finding.rule.description)
    self.ruleIndex = ruleIndex
    level = finding.severity.sarifLevel
    message = SARIFMessage(finding.message)
    var places = finding.evidence.map { SARIFLocation(path: $0.path, line: $0.line) }
    if places.isEmpty { places = [SARIFLocation()] }
    places[0].logicalLocations = [.init(finding.subject)]
    locations = places
    partialFingerprints = ["vmscanFinding/v1": finding.fingerprint.description]
    baselineState = hasBaseline ? reported.status.baselineState : nil
    suppressions = reported.status == .accepted ? [Suppression()] : []
    properties = Properties(
      severity: finding.severity.rawValue, remedy: TerminalText.escape(finding.remedy.unmasked),
      firstSeen: reported.firstSeen.description)
  }
}

extension ReportedFinding.Status {
  fileprivate var baselineState: String {
    switch self {
    case .new: "new"
    case .open, .accepted: "unchanged"
    case .solved: "absent"
    }
  }
}

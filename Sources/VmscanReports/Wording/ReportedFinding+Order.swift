package import VmscanModel

extension ReportedFinding {
  /// Highest severity first, then rule, subject and fingerprint, so that output never depends on
  /// the order of judging.
  package static func worstFirst(_ left: ReportedFinding, _ right: ReportedFinding) -> Bool {
    let (one, other) = (left.finding, right.finding)
    if one.severity != other.severity { return one.severity > other.severity }
    if one.rule != other.rule { return one.rule < other.rule }
    if one.subject != other.subject { return one.subject.sortKey < other.subject.sortKey }
    return one.fingerprint < other.fingerprint
  }
}

extension FindingSubject {
  fileprivate var sortKey: String {
    switch self {
    case .system: "0"
    case .file(let path): "1\(path)"
    case .context(let name): "2\(name)"
    case .mailbox(let id): "3\(id.context)\u{0}\(id.mailbox)"
    }
  }
}

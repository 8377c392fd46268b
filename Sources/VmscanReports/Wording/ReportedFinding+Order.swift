package import VmscanModel

extension ReportedFinding {
  /// Highest severity first, then rule, subject and fingerprint, so that output never depends on
  /// the order of judging.
  package static func worstFirst(_ left: ReportedFinding, _ right: ReportedFinding) -> Bool {
    let (one, other) = (left.finding, right.finding)
    if one.severity != other.severity { return one.severity > other.severity }
    if one.rule != other.rule { return one.rule < other.rule }
    if let isBefore = one.subject.isBefore(other.subject) { return isBefore }
    return one.fingerprint < other.fingerprint
  }
}

extension FindingSubject {
  /// `nil` when both are the same.
  fileprivate func isBefore(_ other: FindingSubject) -> Bool? {
    let (left, right) = (sortKey, other.sortKey)
    if left.kind != right.kind { return left.kind < right.kind }
    if left.outer != right.outer { return left.outer < right.outer }
    return left.inner == right.inner ? nil : left.inner < right.inner
  }

  private var sortKey: (kind: Int, outer: ByteText, inner: ByteText) {
    switch self {
    case .system: (0, "", "")
    case .file(let path): (1, path, "")
    case .context(let name): (2, name, "")
    case .mailbox(let id): (3, id.context, id.mailbox)
    }
  }
}

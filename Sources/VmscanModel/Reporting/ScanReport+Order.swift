extension ReportedFinding {
  /// The order of every report: worst first, then by rule, subject and fingerprint.
  package static func precedes(_ left: ReportedFinding, _ right: ReportedFinding) -> Bool {
    if left.finding.severity != right.finding.severity {
      return left.finding.severity > right.finding.severity
    }
    if left.finding.rule != right.finding.rule { return left.finding.rule < right.finding.rule }
    if left.finding.subject != right.finding.subject {
      return FindingSubject.precedes(left.finding.subject, right.finding.subject)
    }
    return left.finding.fingerprint < right.finding.fingerprint
  }
}

extension FindingSubject {
  /// The system, then contexts, mailboxes, files and devices, each by name.
  package static func precedes(_ left: FindingSubject, _ right: FindingSubject) -> Bool {
    switch (left, right) {
    case (.context(let left), .context(let right)): left < right
    case (.mailbox(let left), .mailbox(let right)): left < right
    case (.file(let left), .file(let right)): left < right
    case (.device(let left), .device(let right)): left.text < right.text
    default: left.kindRank < right.kindRank
    }
  }

  private var kindRank: Int {
    switch self {
    case .system: 0
    case .context: 1
    case .mailbox: 2
    case .file: 3
    case .device: 4
    }
  }
}

extension SourceProblem {
  /// The order in every report: by path, line, kind and detail.
  package static func precedes(_ left: SourceProblem, _ right: SourceProblem) -> Bool {
    if left.path != right.path { return left.path < right.path }
    if left.line != right.line { return (left.line ?? 0) < (right.line ?? 0) }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    if left.detail != right.detail { return left.detail.unmasked < right.detail.unmasked }
    guard let leftBox = left.mailbox, let rightBox = right.mailbox else {
      return left.mailbox == nil && right.mailbox != nil
    }
    return leftBox < rightBox
  }
}

extension ScanReport {
  /// The same report with findings, mailboxes, contexts, problems and credentials in their fixed order.
  package var sorted: ScanReport {
    var report = self
    report.sort()
    return report
  }

  /// Puts findings, mailboxes, contexts and problems in their fixed order.
  package mutating func sort() {
    findings.sortWorstFirst()
    solved.sort(by: ReportedFinding.precedes)
    mailboxes.sort()
    contexts.sort { $0.name < $1.name }
    coverage.problems.sort(by: SourceProblem.precedes)
    credentials.sort()
  }
}

import GRDB
import VmscanModel

/// Gives findings their status: new, open, or open because they could not be looked at again.
struct FindingFactsMerge: FactMergePolicy {
  let run: Int64
  let now: Timestamp
  let gaps: CoverageGaps
  let skippedRules: Set<RuleID>
  /// Places in `findings` of the incoming facts.
  let order: [UInt32]
  var words: Words

  /// The incoming findings, accepted or open, until history tells more.
  private(set) var findings: FindingList
  /// Findings that stay open although the run does not have them.
  private(set) var carried: [ReportedFinding] = []
  private(set) var solved: [ReportedFinding] = []

  init(
    run: RunInfo, gaps: CoverageGaps, skippedRules: Set<RuleID>, findings: FindingList,
    order: [UInt32], words: Words
  ) {
    self.run = run.id
    now = run.now
    self.gaps = gaps
    self.skippedRules = skippedRules
    self.findings = findings
    self.order = order
    self.words = words
  }

  mutating func since(
    of index: Int, after before: StoredFact?, isReturning: Bool
  ) throws -> [UInt8] {
    if let before, !isReturning { return before.since }
    let earlier = try before.map { try FindingOrigin(packed: $0.since) }
    return FindingOrigin(openedRun: run, opened: now, firstSeen: earlier?.firstSeen ?? now).packed
  }

  mutating func settled(_ index: Int, since: [UInt8]) throws {
    let origin = try FindingOrigin(packed: since)
    let place = Int(order[index])
    let status = findings.status(at: place)
    findings.set(
      status != .accepted && origin.openedRun == run ? .new : status,
      firstSeen: origin.firstSeen, at: place)
  }

  mutating func ending(of missing: StoredFact) throws -> FactEnding? {
    let stored = try StoredFinding(key: missing.key, packed: missing.value, words: &words)
    let origin = try FindingOrigin(packed: missing.since)
    if skippedRules.contains(stored.finding.rule) { return .withdrawn }
    if gaps.mayHide(stored.finding.subject) {
      carried.append(stored.reported(origin, in: run))
      return nil
    }
    solved.append(
      ReportedFinding(finding: stored.finding, status: .solved, firstSeen: origin.firstSeen))
    return .gone
  }
}

extension StoredFinding {
  func reported(_ origin: FindingOrigin, in run: Int64) -> ReportedFinding {
    let status: ReportedFinding.Status =
      isAccepted ? .accepted : origin.openedRun == run ? .new : .open
    return ReportedFinding(finding: finding, status: status, firstSeen: origin.firstSeen)
  }
}

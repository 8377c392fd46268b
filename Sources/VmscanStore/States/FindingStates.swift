import FoundationEssentials
import GRDB
import VmscanModel

/// Brings the findings of a site up to date with a run and gives each its status: new, open, or open
/// because it could not be looked at again.
struct FindingStates {
  private let db: Database
  private let site: Int64
  private let run: RunInfo
  private let gaps: CoverageGaps
  private let skippedRules: Set<RuleID>
  private var shared: SharedRows
  private var reader: FindingReader

  init(
    db: Database, site: Int64, report: ScanReport, skippedRules: Set<RuleID>
  ) throws {
    self.db = db
    self.site = site
    run = report.run
    gaps = CoverageGaps(report)
    self.skippedRules = skippedRules
    shared = try SharedRows(db)
    reader = try FindingReader(db)
  }

  /// Since when a finding is known; kept beside its words, which may change meanwhile.
  private struct Origin {
    /// Run that opened the present stretch.
    var openedRun: Int64
    /// Clock of that run.
    var opened: Int64
    /// Clock of the first run that ever had it.
    var firstSeen: Int64
  }

  /// A finding that the run does not have, nor anything that hides it.
  private struct Missing {
    var finding: Finding
    var origin: Origin
    /// Place among `Changes.ended`.
    var place: Int
    /// It is gone, and not only its rule was not run.
    var isGone: Bool
    var isSucceeded = false
  }

  private struct Changes {
    var added: [Int] = []
    var missing: [Missing] = []
    /// What findings that are added know of their predecessors, by place among the keys.
    var inherited: [Int: Origin] = [:]
    var replaced: [(index: Int, origin: Origin)] = []
    var ended: [(fingerprint: RawStatement.Value, occurrence: Int64, ending: String)] = []
    /// Findings that stay open although the run does not have them.
    var carried: [ReportedFinding] = []
    var solved: [ReportedFinding] = []
  }

  /// Records the findings of the report, accepted or open, and completes it with what history knows.
  mutating func record(
    _ report: inout ScanReport, _ identities: inout MailboxIdentities
  ) throws {
    var findings = report.findings
    // Two holders of the list would copy it.
    report.findings = []
    let keys = FindingKey.all(of: findings)
    try shared.add(findings)
    var changes = try changes(keys, &findings, &identities)
    settle(&changes, keys, findings)
    try write(changes, keys, &findings, &identities)
    for reported in changes.carried { findings.append(reported) }
    report.findings = findings
    report.solved = changes.solved
  }

  private mutating func changes(
    _ keys: [FindingKey], _ findings: inout FindingList, _ identities: inout MailboxIdentities
  ) throws -> Changes {
    var changes = Changes()
    var at = 0
    let rows = try RawStatement(
      """
      SELECT \(FindingReader.columns) FROM finding WHERE current = 1 AND site = ?
      ORDER BY fingerprint, occurrence
      """, in: db)
    let row = try rows.begin([.number(site)])
    defer { rows.end() }
    while try rows.step() {
      while at < keys.count, keys[at].order(to: row) < 0 {
        changes.added.append(at)
        at += 1
      }
      let origin = Origin(
        openedRun: row.number(at: 12), opened: row.number(at: 13), firstSeen: row.number(at: 14))
      guard at < keys.count, keys[at].order(to: row) == 0 else {
        try missing(row, origin, &changes)
        continue
      }
      let values = try values(of: Int(keys[at].place), in: findings, &identities)
      if values.indices.allSatisfy({ row.holds(values[$0], at: Int32($0) + 2) }) {
        settle(&findings, at: Int(keys[at].place), origin)
      } else {
        changes.replaced.append((at, origin))
      }
      at += 1
    }
    changes.added.append(contentsOf: at..<keys.count)
    return changes
  }

  private mutating func missing(
    _ row: RawRow, _ origin: Origin, _ changes: inout Changes
  ) throws {
    let (finding, isAccepted) = try reader.finding(row)
    let ending: String
    let firstSeen = Timestamp(origin.firstSeen)
    if skippedRules.contains(finding.rule) {
      ending = "withdrawn"
    } else if gaps.mayHide(finding.subject) {
      changes.carried.append(
        ReportedFinding(
          finding: finding,
          status: isAccepted ? .accepted : origin.openedRun == run.id ? .new : .open,
          firstSeen: firstSeen))
      return
    } else {
      ending = "gone"
    }
    changes.missing.append(
      Missing(
        finding: finding, origin: origin, place: changes.ended.count, isGone: ending == "gone"))
    let fingerprint: RawStatement.Value =
      row.isText(at: 0) ? .word(row.string(at: 0)) : .bytes(row.bytes(at: 0))
    changes.ended.append((fingerprint, row.number(at: 1), ending))
  }

  /// Finds the missing findings that live on in added ones, because the same matter is now reported by
  /// another rule, with more reasons or with fewer; the others are solved.
  private func settle(_ changes: inout Changes, _ keys: [FindingKey], _ findings: FindingList) {
    guard !changes.missing.isEmpty else { return }
    let bySubject = Dictionary(grouping: changes.missing.indices) {
      changes.missing[$0].finding.subject
    }
    for index in changes.added {
      let place = Int(keys[index].place)
      guard let candidates = bySubject[findings.subject(at: place)] else { continue }
      let finding = findings[place].finding
      var known: Set<RuleID> = []
      for candidate in candidates {
        let missing = changes.missing[candidate]
        guard finding.succeeds(missing.finding) else { continue }
        changes.missing[candidate].isSucceeded = true
        changes.ended[missing.place].ending = "replaced"
        known.formUnion(missing.finding.rules)
        let earlier = changes.inherited[index] ?? missing.origin
        changes.inherited[index] = Origin(
          openedRun: min(earlier.openedRun, missing.origin.openedRun),
          opened: min(earlier.opened, missing.origin.opened),
          firstSeen: min(earlier.firstSeen, missing.origin.firstSeen))
      }
      // What leads it is new when it was not known, though its matter has been seen before.
      if !known.isEmpty, !known.isSuperset(of: finding.leadingRules) {
        changes.inherited[index]?.openedRun = run.id
        changes.inherited[index]?.opened = run.now.epochSeconds
      }
    }
    changes.solved = changes.missing.filter { $0.isGone && !$0.isSucceeded }.map {
      ReportedFinding(
        finding: $0.finding, status: .solved, firstSeen: Timestamp($0.origin.firstSeen))
    }
  }

  private mutating func write(
    _ changes: Changes, _ keys: [FindingKey], _ findings: inout FindingList,
    _ identities: inout MailboxIdentities
  ) throws {
    let closing = try RawStatement(
      """
      UPDATE finding SET current = 0, until_run = ?, ending = ?
      WHERE current = 1 AND site = ? AND fingerprint = ? AND occurrence = ?
      """, in: db)
    for (fingerprint, occurrence, ending) in changes.ended {
      try closing.execute(
        .number(run.id), .word(ending), .number(site), fingerprint, .number(occurrence))
    }
    let writer = try FindingWriter(db: db, site: site)
    for (index, origin) in changes.replaced {
      let key = keys[index]
      try closing.execute(
        .number(run.id), .word("replaced"), .number(site), key.value, .number(key.occurrence))
      try add(key, origin, &findings, writer, &identities)
    }
    let past = try RawStatement(
      """
      SELECT first_seen FROM finding
      WHERE current = 0 AND site = ? AND fingerprint = ? AND occurrence = ?
      ORDER BY from_run DESC LIMIT 1
      """, in: db)
    for index in changes.added {
      let key = keys[index]
      var origin = Origin(
        openedRun: run.id, opened: run.now.epochSeconds, firstSeen: run.now.epochSeconds)
      if let inherited = changes.inherited[index] {
        origin = inherited
      } else {
        try past.forEachRow([.number(site), key.value, .number(key.occurrence)]) {
          origin.firstSeen = $0.number(at: 0)
        }
      }
      try add(key, origin, &findings, writer, &identities)
    }
  }

  private func add(
    _ key: FindingKey, _ origin: Origin, _ findings: inout FindingList, _ writer: FindingWriter,
    _ identities: inout MailboxIdentities
  ) throws {
    let place = Int(key.place)
    try writer.add(
      key.value, key.occurrence, from: run.id,
      try values(of: place, in: findings, &identities)
        + [
          .number(origin.openedRun), .number(origin.opened), .number(origin.firstSeen),
          .text(findings.subject(at: place).device?.text),
        ])
    settle(&findings, at: place, origin)
  }

  private func settle(_ findings: inout FindingList, at place: Int, _ origin: Origin) {
    let status = findings.status(at: place)
    findings.set(
      status != .accepted && origin.openedRun == run.id ? .new : status,
      firstSeen: Timestamp(origin.firstSeen), at: place)
  }

  /// What a row holds of a finding besides its key and its origin.
  private func values(
    of place: Int, in findings: FindingList, _ identities: inout MailboxIdentities
  ) throws -> [RawStatement.Value] {
    let words = findings.stored(at: place)
    var subject: [RawStatement.Value] = [.optional(nil), .text(nil), .text(nil)]
    switch words.subject {
    case .system, .device: break
    case .mailbox(let id): subject[0] = .number(try identities.id(of: id))
    case .context(let name): subject[1] = .text(name)
    case .file(let path): subject[2] = .text(path)
    }
    return [
      .number(shared.rules[findings.ruleNumber(at: place)]),
      .number(Int64(findings.severity(at: place).rank)),
      .number(findings.status(at: place) == .accepted ? 1 : 0),
    ] + subject + [
      .number(shared.templates[findings.templateNumber(at: place)]), .utf8(words.arguments),
      .number(shared.remedies[findings.remedyNumber(at: place)]),
      .utf8(words.evidence),
    ]
  }
}

/// Tells a finding whose cause is gone from one that only no longer applies.
package struct FindingSuccession: Sendable {
  /// A rule, and those that say the same of a mailbox that is in another state.
  ///
  /// A mailbox without a greeting still has none when it falls out of use or gets the default PIN.
  private static let successors: [RuleID: Set<RuleID>] = [
    stale: [unused], unused: [stale], notSetUp: [noGreeting, stale, unused],
    noGreeting: [notSetUp, stale, unused],
  ]
  private static let stale = RuleID("VM-601")
  private static let unused = RuleID("VM-602")
  private static let notSetUp = RuleID("VM-603")
  private static let noGreeting = RuleID("VM-604")

  private let mailboxes: Set<MailboxID>
  private let open: [RuleID: Set<MailboxID>]

  /// - Parameters:
  ///   - findings: What is open now.
  ///   - mailboxes: Those that exist now.
  package init(_ findings: FindingList, mailboxes: some Sequence<MailboxID>) {
    self.mailboxes = Set(mailboxes.lazy.map(\.folded))
    let followed = Set(Self.successors.values.joined())
    var open: [RuleID: Set<MailboxID>] = [:]
    for reported in findings.selection({ followed.contains($0.rule) }) {
      guard let mailbox = reported.finding.subject.mailbox else { continue }
      open[reported.finding.rule, default: []].insert(mailbox.folded)
    }
    self.open = open
  }

  /// Whether a finding that is no longer made went although nobody mended its cause.
  package func isInapplicable(_ finding: Finding) -> Bool {
    guard let mailbox = finding.subject.mailbox?.folded else { return false }
    guard mailboxes.contains(mailbox) else { return true }
    return Self.successors[finding.rule]?.contains { open[$0]?.contains(mailbox) ?? false } ?? false
  }
}

extension ScanReport {
  /// Findings of the run before that this one has not, worst first: those whose cause is gone, and
  /// those that no longer apply.
  package var endings: (resolved: [ReportedFinding], inapplicable: [ReportedFinding]) {
    guard !solved.isEmpty else { return ([], []) }
    let succession = FindingSuccession(
      findings, mailboxes: mailboxes.indices.lazy.map { mailboxes.id(at: $0) })
    let sorted = solved.sorted(by: ReportedFinding.precedes)
    return (
      sorted.filter { !succession.isInapplicable($0.finding) },
      sorted.filter { succession.isInapplicable($0.finding) }
    )
  }
}

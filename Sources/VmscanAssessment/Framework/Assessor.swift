package import VmscanModel

/// Runs the rules; the same input always gives the same findings in the same order.
package struct Assessor: Sendable {
  private let rules: [Rule]

  package init(rules: [Rule] = RuleCatalog.all) { self.rules = rules }

  /// Findings of all rules the settings do not skip, worst first, then by rule and subject.
  package func findings(_ input: AssessmentInput) -> [Finding] {
    let context = AssessmentContext(input)
    return rules.filter { !input.settings.skippedRules.contains($0.id) }
      .flatMap { rule in detections(of: rule, in: context).map { $0.finding(of: rule) } }
      .sorted(by: Self.precedes)
  }

  private func detections(of rule: Rule, in context: AssessmentContext) -> [Detection] {
    switch rule.logic {
    case .configured(let judge): context.configured.compactMap { judge($0, context) }
    case .directory(let judge): context.directories.compactMap { judge($0, context) }
    case .system(let judge): judge(context)
    }
  }

  private static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    if left.rule != right.rule { return left.rule < right.rule }
    if left.subject != right.subject { return left.subject.precedes(right.subject) }
    return left.fingerprint < right.fingerprint
  }
}

extension FindingSubject {
  /// System first, then contexts, mailboxes and files, each by name.
  fileprivate func precedes(_ other: FindingSubject) -> Bool {
    switch (self, other) {
    case (.context(let left), .context(let right)), (.file(let left), .file(let right)):
      left < right
    case (.mailbox(let left), .mailbox(let right)): left < right
    default: rank < other.rank
    }
  }

  private var rank: Int {
    switch self {
    case .system: 0
    case .context: 1
    case .mailbox: 2
    case .file: 3
    }
  }
}

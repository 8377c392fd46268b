/// What history, settings and the rule catalogue add to the report of one scan.
package struct ReportBackground: Sendable, Hashable {
  /// Recorded runs up to the reported one, oldest first.
  package var trend: [TrendPoint]
  /// Legal holds and accepted exposures in force.
  package var decisions: [StandingDecision]
  package var rules: [RuleDocument]
  /// What changed since an earlier run the reader asked about.
  package var comparison: RunComparison?
  /// Words that make a command look at this site instead of the usual places; quoted for a shell.
  package var siteFlags: [String] = []

  package init(
    trend: [TrendPoint] = [], decisions: [StandingDecision] = [], rules: [RuleDocument] = [],
    comparison: RunComparison? = nil
  ) {
    self.trend = trend
    self.decisions = decisions
    self.rules = rules
    self.comparison = comparison
  }
}

/// The figures of one recorded run that are followed over time.
package struct TrendPoint: Sendable, Hashable, Codable {
  package var run: Int64
  /// The clock its ages are counted from, which is when it started unless it was told another.
  package var started: Timestamp
  package var mailboxes: Int
  package var messages: Int
  /// Messages that were e-mailed and are still kept.
  package var retainedEmailed: Int
  /// Findings that were not accepted, per severity; an absent severity means none.
  package var findings: [Severity: Int]
  package var complete: Bool

  package init(
    run: Int64, started: Timestamp, mailboxes: Int, messages: Int, retainedEmailed: Int,
    findings: [Severity: Int], complete: Bool
  ) {
    self.run = run
    self.started = started
    self.mailboxes = mailboxes
    self.messages = messages
    self.retainedEmailed = retainedEmailed
    self.findings = findings
    self.complete = complete
  }
}

/// A decision of the site that outlives a run, as a report lists it.
package struct StandingDecision: Sendable, Hashable, Codable {
  package enum Kind: String, Sendable, Codable, CaseIterable {
    /// Messages that must not be removed.
    case hold
    /// A finding the site lives with.
    case accepted
    /// A partner domain recordings may go to.
    case approvedDomain
  }

  package var kind: Kind
  package var name: Sentence
  /// What it covers, such as `1001@default` or `VM-101 on context sales`.
  package var scope: Sentence
  /// Who answers for it.
  package var owner: Sentence
  package var reason: Sentence
  package var since: Timestamp?
  /// When it ends by itself; `nil` when it does not.
  package var expires: Timestamp?

  package init(
    kind: Kind, name: Sentence, scope: Sentence, owner: Sentence, reason: Sentence,
    since: Timestamp?, expires: Timestamp?
  ) {
    self.kind = kind
    self.name = name
    self.scope = scope
    self.owner = owner
    self.reason = reason
    self.since = since
    self.expires = expires
  }
}

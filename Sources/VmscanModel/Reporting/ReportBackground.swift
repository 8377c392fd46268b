/// What history, settings and the rule catalogue add to the report of one scan.
package struct ReportBackground: Sendable, Hashable {
  /// Recorded runs up to the reported one, oldest first.
  package var trend: [TrendPoint]
  /// Legal holds and accepted exposures in force.
  package var decisions: [StandingDecision]
  package var rules: [RuleDocument]
  /// What changed since an earlier run the reader asked about.
  package var comparison: RunComparison?
  /// Why no run is as old as the reader asked, or that there is none to compare with yet; names nobody.
  package var comparisonNote: String?
  /// Words that make a command look at this site instead of the usual places; quoted for a shell.
  package var siteFlags: [String] = []
  /// What the site did or decided, oldest first.
  package var events: [ReportEvent] = []
  /// Recordings that were e-mailed, as far as mail evidence reaches; `nil` when it was not asked for.
  package var mail: MailFlow?

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
  /// The clock its ages are counted from, which is when it started unless it was given another.
  package var started: Timestamp
  package var mailboxes: Int
  package var messages: Int
  /// Messages that were e-mailed and are still kept.
  package var retainedEmailed: Int
  /// Findings that were not accepted, per severity; an absent severity means none.
  package var findings: [Severity: Int]
  package var complete: Bool
  /// Mailboxes whose PIN asks for a new one; `nil` where it was not counted.
  package var weakPINs: Int?
  /// Devices and accounts that let anybody in; `nil` where they were not counted.
  package var openLogins: Int?
  /// Devices and accounts with a weak password; `nil` where they were not counted.
  package var weakLogins: Int?

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

extension StandingDecision {
  /// How long before its end an acceptance is announced.
  package static let notice = Age.days(14)

  /// `ends on 2026-12-14`, `ends today` or `ended on 2026-12-14`; `nil` when nothing is near.
  package func ending(at now: Timestamp) -> String? {
    guard kind != .hold, let expires, expires <= now + Self.notice else { return nil }
    if expires.dateText == now.dateText { return expires > now ? "ends today" : "ended today" }
    return expires > now ? "ends on \(expires.dateText)" : "ended on \(expires.dateText)"
  }
}

/// Something that explains why figures changed: a purge, a restore, a decision.
package struct ReportEvent: Sendable, Hashable {
  package var time: Timestamp
  /// In a few words, such as `purge: 2,467 messages`; names nobody.
  package var words: String
  /// Messages that left or came back by it; 0 for a decision.
  package var messages: Int

  package init(time: Timestamp, words: String, messages: Int = 0) {
    self.time = time
    self.words = words
    self.messages = messages
  }
}

/// Recordings that were e-mailed, week by week and route by route.
package struct MailFlow: Sendable, Hashable {
  /// One week, from Monday 00:00 UTC.
  package struct Week: Sendable, Hashable {
    package var start: Timestamp
    /// Recordings by the worst class of a recipient that took them.
    package var byClass: [DestinationClass: Int]

    package init(start: Timestamp, byClass: [DestinationClass: Int] = [:]) {
      self.start = start
      self.byClass = byClass
    }
  }

  /// One mailbox number and one domain it sent recordings to.
  package struct Route: Sendable, Hashable {
    /// Without context, as mail evidence names it.
    package var mailbox: ByteText
    package var domain: ByteText
    package var destinationClass: DestinationClass
    package var recordings: Int
    package var first: Timestamp
    package var last: Timestamp

    package init(
      mailbox: ByteText, domain: ByteText, destinationClass: DestinationClass, recordings: Int,
      first: Timestamp, last: Timestamp
    ) {
      self.mailbox = mailbox
      self.domain = domain
      self.destinationClass = destinationClass
      self.recordings = recordings
      self.first = first
      self.last = last
    }
  }

  /// Without gaps, oldest first.
  package var weeks: [Week]
  /// Those that leave the organisation, the most recordings first.
  package var routes: [Route]

  package init(weeks: [Week] = [], routes: [Route] = []) {
    self.weeks = weeks
    self.routes = routes
  }
}

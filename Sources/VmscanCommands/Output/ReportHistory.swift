import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// What history and the rule catalogue add to one report.
struct ReportHistory {
  let store: HistoryStore
  let report: ScanReport
  let now: Timestamp
  /// Runs of the same site up to the reported one, oldest first.
  let runs: [RecordedRun]

  /// - Throws: `CommandFailure` when history cannot be read.
  init(store: HistoryStore, report: ScanReport, now: Timestamp) throws {
    self.store = store
    self.report = report
    self.now = now
    runs = try History.failing {
      let site = try store.site(ofRun: report.run.id)
      return try store.runs(site: site).filter { $0.run.id <= report.run.id }
    }
  }

  func background(comparedWith run: Int64? = nil) throws -> ReportBackground {
    var background = ReportBackground(
      trend: runs.map(\.trendPoint), decisions: try decisions(), rules: RuleDocuments.all,
      comparison: try run.map(comparison))
    background.events = try events()
    return background
  }

  /// What the night has to tell beside findings: acceptances that ended or end soon, and recipients
  /// that went away.
  ///
  /// - Throws: `CommandFailure` when history cannot be read.
  func notices(_ redaction: Redaction) throws -> [String] {
    guard let previous = report.run.previous,
      let before = runs.last(where: { $0.run.id == previous })
    else { return [] }
    let acceptances = try History.failing { try store.acceptances() }
    let due = acceptances.compactMap {
      $0.dueNotice(after: before.run.now, upTo: report.run.now, redaction)
    }
    let gone = try comparison(with: previous).recipients.filter { !$0.removed.isEmpty }.map {
      "\($0.mailbox) no longer sends to "
        + Wording.list($0.removed.map { redaction.address($0.address).description })
    }
    return due + gone
  }

  /// What was done to this site, as the journal gives it, and what was decided.
  private func events() throws -> [ReportEvent] {
    guard let first = runs.first?.run.now else { return [] }
    let actions = ActionSummary.summaries(
      of: try History.failing { try store.records(run: nil) })
    return actions.compactMap(\.event).filter { $0.time >= first && $0.time <= report.run.now }
  }

  /// End of the latest earlier run that read everything.
  var lastComplete: Timestamp? {
    runs.last { $0.isComplete && $0.run.id < report.run.id }?.run.finished
  }

  /// The latest run at least this old, or the oldest kept one; `nil` when there is no earlier one.
  func run(before age: Age) -> Int64? {
    let earlier = runs.filter { $0.run.id < report.run.id }
    return (earlier.last { $0.run.now <= now - age } ?? earlier.first)?.run.id
  }

  /// What a reader should know who asked for a comparison with a run of this age; `nil` when there is
  /// one.
  func note(before age: Age) -> String? {
    guard let id = run(before: age), let found = runs.first(where: { $0.run.id == id }) else {
      return "There is nothing to compare with yet: run \(report.run.id) is the first that is kept."
    }
    guard found.run.now > now - age else { return nil }
    return "No run that is kept is \(age.words) old yet; this compares with the first one."
  }

  /// An acceptance that ended is still listed for so long, so that nobody wonders where it went.
  private static let endedShown = Age.days(30)

  private func comparison(with run: Int64) throws -> RunComparison {
    try History.failing { try store.compare(run, with: report.run.id) }
  }

  private func decisions() throws -> [StandingDecision] {
    let holds = try History.failing { try store.holds(inForceAt: now) }
    let acceptances = try History.failing { try store.acceptances() }.filter {
      $0.isInForce(at: now) || $0.hasEnded(since: now - Self.endedShown, before: now)
    }
    return holds.map(\.decision)
      + acceptances.map { acceptance in
        acceptance.decision(
          outgrownBy: acceptance.isInForce(at: now)
            ? report.findings.count { acceptance.scope.isOutgrown(by: $0.finding) } : 0)
      }
  }
}

extension Hold {
  /// The hold as reports list it; callers are counted, never named.
  var decision: StandingDecision {
    StandingDecision(
      kind: .hold, name: Sentence(text: matter), scope: scope.sentence,
      owner: Sentence(.name(ByteText(owner))), reason: Sentence(text: note), since: placed,
      expires: until)
  }
}

extension HoldScope {
  /// What is held; callers are counted, never named.
  var sentence: Sentence {
    var parts: [Sentence] = []
    if !mailboxes.isEmpty { parts.append("\(mailboxes.map { .mailbox($0) })") }
    if !contexts.isEmpty { parts.append("context \(contexts.map { .context($0) })") }
    if !callers.isEmpty { parts.append("\(callers.count, "caller")") }
    if let from { parts.append("from \(from)") }
    if let to { parts.append("before \(to)") }
    return parts.isEmpty ? "every message" : Sentence(joining: parts)
  }

  /// What it covers, in words.
  var words: String { sentence.unmasked }
}

extension Acceptance {
  /// `acceptance 3 (rule VM-101) ends on 2026-12-14`, from two weeks before to the day itself;
  /// `nil` otherwise.
  func notice(at now: Timestamp, _ redaction: Redaction) -> String? {
    let decision = decision().redacted(by: redaction)
    guard removed == nil, let words = decision.ending(at: now),
      let expires, expires > now || expires.dateText == now.dateText
    else { return nil }
    return "\(decision.name.unmasked) (\(decision.scope.unmasked)) \(words)"
  }

  /// What became due between two nights: the end, or the notice two weeks before it.
  fileprivate func dueNotice(
    after before: Timestamp, upTo now: Timestamp, _ redaction: Redaction
  ) -> String? {
    guard removed == nil, let expires else { return nil }
    let shown = decision().redacted(by: redaction)
    let name =
      "\(shown.name.unmasked) (\(shown.scope.unmasked), \(shown.owner.unmasked))"
    if expires > before, expires <= now {
      return "\(name) ended on \(expires.dateText); its findings count again"
    }
    let notice = expires - StandingDecision.notice
    return notice > before && notice <= now ? "\(name) ends on \(expires.dateText)" : nil
  }
}

extension ActionSummary {
  /// The action as a mark beside the figures; `nil` for what moves none of them.
  fileprivate var event: ReportEvent? {
    let amount = Wording.count(messages.count, "message", "messages")
    // The clock that runs count from, which may have been named with --now.
    let time = detail["reference"].flatMap { Int64($0) }.map { Timestamp($0) } ?? time
    switch kind {
    case "purge", "remoteRemove", "restore":
      guard !messages.isEmpty else { return nil }
      return ReportEvent(
        time: time, words: "\(kind == "restore" ? "restore" : "purge"): \(amount)",
        messages: messages.count)
    case "configEdit": return ReportEvent(time: time, words: "change of delete-after-email")
    case "accept": return ReportEvent(time: time, words: "accepted risk changed")
    default: return nil
    }
  }
}

extension Acceptance {
  /// Ended by itself, and not withdrawn, in this stretch of time.
  func hasEnded(since: Timestamp, before now: Timestamp) -> Bool {
    guard removed == nil, let expires else { return false }
    return expires > since && expires <= now
  }

  /// The acceptance as reports list it; `count` findings have become worse than what it accepts.
  func decision(outgrownBy count: Int = 0) -> StandingDecision {
    let why: Sentence =
      count > 0 ? "; \(count, "finding") not accepted any more, for becoming worse" : ""
    return StandingDecision(
      kind: scope.approvedDomain == nil ? .accepted : .approvedDomain, name: "acceptance \(id)",
      scope: "\(scope.sentence)\(why)", owner: Sentence(.name(ByteText(owner))),
      reason: Sentence(text: reason), since: created, expires: expires)
  }
}

extension AcceptanceScope {
  /// What is accepted.
  var sentence: Sentence {
    var parts: [Sentence] = []
    if let rule { parts.append("rule \(word: rule.description)") }
    if let fingerprint { parts.append("finding \(word: fingerprint.description)") }
    if let mailbox { parts.append("mailbox \(mailbox)") }
    if let context { parts.append("context \(context: context)") }
    if let destination {
      parts.append(
        approvedDomain == nil && destination.bytes.contains(UInt8(ascii: "@"))
          ? "destination \(address: destination)" : "destination \(domain: destination)")
    }
    if let worst { parts.append("up to \(word: worst.rawValue)") }
    return Sentence(joining: parts)
  }

  /// What is accepted, in words.
  var words: String { sentence.unmasked }

  /// The domain that is approved for every mailbox: a destination domain and nothing else.
  var approvedDomain: ByteText? {
    guard let destination, self == AcceptanceScope(destination: destination, worst: worst) else {
      return nil
    }
    let name = ByteText(bytes: destination.bytes.drop { $0 == UInt8(ascii: "@") }).lowercased
    return name.bytes.contains(UInt8(ascii: "@")) ? nil : name
  }
}

package import VmscanModel

/// What the first page says to a board: what to do, in words that say what is wrong, and what got
/// better or worse, with its cause.
package struct BoardWording: Sendable {
  /// One thing to do.
  package struct Task: Sendable, Hashable {
    package var severity: Severity
    package var text: String
    package var who: String
  }

  /// One figure that moved.
  package struct Movement: Sendable, Hashable {
    package enum Direction: String, Sendable { case better, worse, changed }

    package var direction: Direction
    package var text: String
    /// What explains it; empty when nothing recorded does.
    package var cause: String
  }

  static let most = 5

  let report: ScanReport
  let background: ReportBackground

  package init(report: ScanReport, background: ReportBackground) {
    self.report = report
    self.background = background
  }

  // MARK: - What to do

  /// The five most urgent things, one for each matter.
  package var tasks: [Task] {
    let leaving = destinationTasks
    let told = Set(leaving.map(\.rule))
    let others = TextReport.groups(report.findings.selection { $0.status != .accepted })
      .filter { $0.severity >= .medium && !told.contains($0.rule) }
    let all = coverageTask + leaving.map(\.task) + others.map(task)
    guard !all.isEmpty else {
      return [
        Task(
          severity: .informational,
          text: "Nothing needs doing now. The next scan is compared with this one.",
          who: "nobody")
      ]
    }
    let worstFirst = all.enumerated().sorted {
      $0.element.severity == $1.element.severity
        ? $0.offset < $1.offset : $0.element.severity > $1.element.severity
    }
    return worstFirst.prefix(Self.most).map(\.element)
  }

  private var coverageTask: [Task] {
    guard !report.coverage.isComplete else { return [] }
    let hiding = report.coverage.problems.count(where: \.hidesData)
    return [
      Task(
        severity: .critical,
        text:
          "Let the scan read what it could not (\(Wording.count(hiding, "place", "places"))); until"
          + " then every figure here is a lower bound.",
        who: "PBX administrator")
    ]
  }

  /// Where recordings must not go, with the rule that says so and its words.
  private static let destinations:
    [(kind: DestinationClass, rule: RuleID, one: String, many: String)] = [
      (.disposable, RuleID("VM-103"), "a throw-away service", "throw-away services"),
      (.lookAlike, RuleID("VM-104"), "a look-alike of a known domain", "look-alike domains"),
      (.personal, RuleID("VM-101"), "a private account", "private accounts"),
      (.external, RuleID("VM-102"), "another organisation", "other organisations"),
    ]

  /// Recordings that leave, one task for each class of destination; it speaks for its rule.
  private var destinationTasks: [(rule: RuleID, task: Task)] {
    let rules = Set(Self.destinations.map(\.rule))
    var (accepted, severities): ([RuleID: Set<MailboxID>], [RuleID: Severity]) = ([:], [:])
    for reported in report.findings.selection({ rules.contains($0.rule) }) {
      let finding = reported.finding
      guard reported.status != .accepted else {
        if let id = finding.subject.mailbox { accepted[finding.rule, default: []].insert(id) }
        continue
      }
      severities[finding.rule] = max(severities[finding.rule] ?? .informational, finding.severity)
    }
    return Self.destinations.compactMap { kind, rule, one, many in
      var boxes: [(id: MailboxID, domain: String)] = []
      for box in report.mailboxes where accepted[rule]?.contains(box.id) != true {
        let worst = box.recipients.filter { $0.audio && $0.destinationClass.isOutside }
          .max { Self.rank($0.destinationClass) < Self.rank($1.destinationClass) }
        guard let worst, worst.destinationClass == kind else { continue }
        boxes.append((box.id, Self.domain(worst.address)))
      }
      guard let first = boxes.first, let severity = severities[rule] else { return nil }
      let rest = boxes.count - 1
      let more =
        rest == 0
        ? ""
        : "; \(Wording.number(rest)) more \(rest == 1 ? "mailbox sends" : "mailboxes send")"
          + " to \(many)"
      let task = Task(
        severity: severity,
        text: "Stop \(first.id) mailing recordings to \(first.domain), \(one)\(more).",
        who: "PBX administrator, with the mailbox owner")
      return (rule, task)
    }
  }

  private static func rank(_ kind: DestinationClass) -> Int {
    switch kind {
    case .disposable: 4
    case .lookAlike: 3
    case .personal: 2
    case .external: 1
    case .own, .approved, .undeliverable: 0
    }
  }

  static func domain(_ address: ByteText) -> String {
    let text = address.description
    return text.lastIndex(of: "@").map { String(text[text.index(after: $0)...]) } ?? text
  }

  private func task(_ group: TextReport.FindingGroup) -> Task {
    let first = group.findings.first?.finding
    let remedy = (first?.remedy.unmasked ?? "").replacing("`", with: "")
    let ofMailboxes = group.findings.contains { $0.finding.subject.mailbox != nil }
    return Task(
      severity: group.severity, text: what(group) + (remedy.isEmpty ? "" : " \(remedy)"),
      who: ofMailboxes ? "PBX administrator, with the mailbox owner" : "PBX administrator")
  }

  /// What is wrong and where; of the whole system the finding's own words say it best.
  private func what(_ group: TextReport.FindingGroup) -> String {
    guard let first = group.findings.first?.finding else { return "" }
    if first.subject == .system {
      let rest = group.findings.count - 1
      return first.message.ended.unmasked + (rest > 0 ? " \(Wording.number(rest)) more." : "")
    }
    let title =
      background.rules.first { $0.id == group.rule }?.title ?? first.message.unmasked
    let subjects = group.findings.prefix(2).map { Self.place($0.finding.subject) }
    let rest = group.findings.count - subjects.count
    return "\(Wording.sentence(title)): \(subjects.joined(separator: ", "))"
      + (rest > 0 ? " and \(Wording.number(rest)) more." : ".")
  }

  /// A file by its name alone: where it lies stands with the finding, for those who may know.
  private static func place(_ subject: FindingSubject) -> String {
    guard case .file(let path) = subject else { return subject.description }
    return String(path.description.split(separator: "/").last ?? "")
  }

  // MARK: - What moved

  /// The figures of the run that this one is compared with: the one asked for, else the latest that is
  /// a month old, else the first.
  package var baseline: TrendPoint? {
    let earlier = background.trend.filter { $0.run < report.run.id }
    if let asked = background.comparison?.before.run.id {
      return earlier.first { $0.run == asked }
    }
    return earlier.last { $0.started <= report.run.now - .days(30) } ?? earlier.first
  }

  /// What got better or worse since, worst first; empty without an earlier run.
  package var movements: [Movement] {
    guard let before = baseline else { return [] }
    let grave = report.findings.count { $0.status != .accepted && $0.severity >= .high }
    let weak = PINStrength.allCases.filter(\.isWeak).reduce(0) {
      $0 + (report.totals.pins.byStrength[$1] ?? 0)
    }
    let removed = events(since: before.started, "purge")
    var movements: [Movement] = []
    func add(_ old: Int, _ new: Int, _ what: String, cause: String = "") {
      guard old != new else { return }
      movements.append(
        Movement(
          direction: new > old ? .worse : .better,
          text: "\(what): \(Wording.number(old)) → \(Wording.number(new))", cause: cause))
    }
    add(HTMLView.grave(before), grave, "critical and high findings")
    add(
      before.retainedEmailed, report.totals.retainedEmailed.messages,
      "recordings kept after e-mailing",
      cause: before.retainedEmailed > report.totals.retainedEmailed.messages ? removed : "")
    if let old = before.weakPINs { add(old, weak, "mailboxes with a weak PIN") }
    if before.messages != report.totals.messages.messages {
      movements.append(
        Movement(
          direction: .changed,
          text: "messages kept: \(Wording.number(before.messages)) → "
            + Wording.number(report.totals.messages.messages),
          cause: before.messages > report.totals.messages.messages ? removed : ""))
    }
    return movements.sorted { $0.direction == .worse && $1.direction != .worse }
  }

  /// The purges of the time, in a few words.
  private func events(since: Timestamp, _ kind: String) -> String {
    let found = background.events.filter { $0.time >= since && $0.words.hasPrefix(kind) }
    guard let last = found.last else { return "" }
    let all = found.reduce(0) { $0 + $1.messages }
    return found.count == 1
      ? "\(kind) of \(Wording.day(last.time)): \(Wording.count(all, "message", "messages"))"
      : "\(found.count) \(kind)s up to \(Wording.day(last.time)): "
        + Wording.count(all, "message", "messages")
  }
}

extension Wording {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `20 October 2026`, in UTC.
  package static func day(_ time: Timestamp) -> String {
    let civil = CivilTime(epochSeconds: time.epochSeconds)
    return "\(civil.day) \(months[civil.month - 1]) \(civil.year)"
  }

  /// `5 Oct`, in UTC, for axes.
  package static func shortDay(_ time: Timestamp) -> String {
    let civil = CivilTime(epochSeconds: time.epochSeconds)
    return "\(civil.day) \(months[civil.month - 1].prefix(3))"
  }
}

package import VmscanModel

/// The assessment of one site, mailbox by mailbox and then as a whole.
///
/// `assess` may be called from several threads, each with a tally of its own, so that nothing of a
/// mailbox needs to be kept but its findings and its row.
package struct SiteAssessment: Sendable {
  // One type for each kind of logic: a generic one would make every call go through a thunk.
  private struct ConfiguredJudge {
    let logic: RuleLogic.Configured
    /// Place in `headings`.
    let rule: Int
  }

  private struct DirectoryJudge {
    let logic: RuleLogic.Directory
    let rule: Int
  }

  private struct SystemJudge {
    let logic: RuleLogic.System
    let rule: Int
  }

  private let context: AssessmentContext
  /// Of the rules that are run.
  private let headings: [Detection.Heading]
  /// Of the rules that are run: the place among those that share a matter.
  private let matters: [Int?]
  private var configured: [ConfiguredJudge] = []
  private var directories: [DirectoryJudge] = []
  private var system: [SystemJudge] = []
  private let approved: [ByteText]
  /// What the configuration reader noticed of single mailboxes and is reported with what else is found
  /// about them.
  private var noticed: [MailboxID: [(rule: Int, detection: Detection)]] = [:]

  /// Makes the joins that every mailbox needs.
  ///
  /// - Parameters:
  ///   - input: Its facts and knowledge are not used; its coverage is that of the configuration.
  ///   - rules: Those the settings do not skip are run.
  ///   - approved: Partner domains, counted as approved in figures and tables.
  package init(
    _ input: AssessmentInput, rules: [Rule] = RuleCatalog.all, approved: [ByteText] = []
  ) {
    context = AssessmentContext(input)
    self.approved = approved
    let rules = rules.filter { !input.settings.skippedRules.contains($0.id) }
    headings = rules.map { Detection.Heading($0) }
    matters = rules.map { Matter.place(of: $0.id) }
    for (place, rule) in rules.enumerated() {
      switch rule.logic {
      case .configured(let logic): configured.append(ConfiguredJudge(logic: logic, rule: place))
      case .directory(let logic): directories.append(DirectoryJudge(logic: logic, rule: place))
      case .system(let logic):
        if matters[place] != nil, !rule.noticeKinds.isEmpty {
          for found in logic(context) {
            let mailbox = found.subject.mailbox ?? MailboxID(context: "", mailbox: "")
            noticed[mailbox, default: []].append((place, found))
          }
        } else {
          system.append(SystemJudge(logic: logic, rule: place))
        }
      }
    }
  }

  /// Judges and counts one mailbox.
  package func assess(_ group: MailboxGroup, into tally: inout SiteTally) {
    var shared: [Matter.Part] = []
    // A line that was meant otherwise has its own finding; what follows from it is none.
    if let mailbox = group.configured, !mailbox.isMisreadLine {
      assess(mailbox, group, &tally, &shared)
    }
    for facts in group.facts where facts.hasDirectory {
      let hiding = context.problems(of: facts.id) + group.problems.filter(\.hidesData)
      let view = DirectoryView(facts: facts, mailbox: group.configured, problems: hiding)
      tally.notes.note(view)
      for judge in directories {
        if let found = judge.logic(view, context) {
          add(found, of: judge.rule, to: &tally.findings, &shared)
        }
      }
    }
    add(shared, to: &tally.findings)
    tally.add(
      approved.isEmpty ? group.facts : group.facts.map { $0.approving(approved) },
      configured: group.configured)
  }

  private func assess(
    _ mailbox: ConfiguredMailbox, _ group: MailboxGroup, _ tally: inout SiteTally,
    _ shared: inout [Matter.Part]
  ) {
    let view = ConfiguredView(
      mailbox: mailbox, facts: group.facts, knowledge: group.knowledge,
      pin: context.pins.verdict(on: mailbox))
    tally.add(mailbox, view.pin.weaknesses)
    tally.notes.note(view, order: group.order, shared: context.sharedAddresses)
    for judge in configured {
      if let found = judge.logic(view, context) {
        add(found, of: judge.rule, to: &tally.findings, &shared)
      }
    }
    for found in noticed[mailbox.id] ?? [] {
      add(found.detection, of: found.rule, to: &tally.findings, &shared)
    }
  }

  /// Keeps what was found, or lays it aside until all is known that may be reported with it.
  private func add(
    _ detection: Detection, of rule: Int, to findings: inout FindingList,
    _ shared: inout [Matter.Part]
  ) {
    if let part = part(detection, of: rule) {
      shared.append(part)
    } else {
      findings.append(
        detection.finding(of: headings[rule]), status: .new, firstSeen: context.now)
    }
  }

  private func part(_ detection: Detection, of rule: Int) -> Matter.Part? {
    guard let place = matters[rule] else { return nil }
    let accepted = context.input.acceptances
    return Matter.Part(
      place: place, rule: headings[rule], detection: detection,
      isAccepted: !accepted.isEmpty && accepted.accept(detection.finding(of: headings[rule])))
  }

  private func add(_ parts: [Matter.Part], to findings: inout FindingList) {
    guard !parts.isEmpty else { return }
    for finding in Matter.findings(parts) {
      findings.append(finding, status: .new, firstSeen: context.now)
    }
  }

  /// What was noticed of files, and of lines that are judged as no mailbox.
  private var unjudgedNotices: [(rule: Int, detection: Detection)] {
    var rest = noticed
    for mailbox in context.input.configuration.mailboxes where !mailbox.isMisreadLine {
      rest[mailbox.id] = nil
    }
    return rest.values.flatMap(\.self)
  }

  /// Judges the system as a whole once every mailbox is in the tally, and puts the lists in order.
  ///
  /// - Parameters:
  ///   - tally: All tallies merged.
  ///   - coverage: Of configuration, spool and logs together.
  ///   - outsideSpool: Voicemail outside the spool.
  /// - Returns: Findings, rows and sums of the whole site.
  package func finish(
    _ tally: consuming SiteTally, coverage: Coverage, outsideSpool: [StrayFile]
  ) -> SiteVerdict {
    var input = context.input
    input.coverage = coverage
    input.outsideSpool = outsideSpool
    let whole = AssessmentContext(context, input, notes: tally.notes)
    var tally = tally
    var verdict = SiteVerdict(
      findings: tally.findings, mailboxes: tally.mailboxes,
      totals: tally.totals(outsideSpool: outsideSpool, sharedPINs: context.pins.sharing),
      contexts: tally.contextReports)
    // What two hold is copied when it is changed.
    (tally.findings, tally.mailboxes) = ([], [])
    var shared: [Matter.Part] = []
    for judge in system {
      for found in judge.logic(whole) { add(found, of: judge.rule, to: &verdict.findings, &shared) }
    }
    for (rule, found) in unjudgedNotices { add(found, of: rule, to: &verdict.findings, &shared) }
    add(shared, to: &verdict.findings)
    verdict.findings.sortWorstFirst()
    verdict.mailboxes.sort()
    return verdict
  }
}

/// What an assessment says of a site.
package struct SiteVerdict: Sendable {
  /// Worst first.
  package var findings: FindingList
  /// Sorted by context, then mailbox.
  package var mailboxes: MailboxList
  package var totals: ReportTotals
  package var contexts: [ContextReport]
}

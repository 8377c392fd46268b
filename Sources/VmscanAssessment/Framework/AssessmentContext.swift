import VmscanModel

/// The input with the joins that several rules need, made once per assessment.
struct AssessmentContext: Sendable {
  let input: AssessmentInput
  let configured: [ConfiguredView]
  let directories: [DirectoryView]
  let notices: [ConfigNotice.Kind: [ConfigNotice]]
  let pins: PINAssessment
  let owners: OwnerMatcher

  init(_ input: AssessmentInput) {
    self.input = input
    let join = SpoolConfigJoin(configuration: input.configuration)
    let factsByBox = Dictionary(grouping: input.facts, by: \.id.folded)
    let unread = UnreadPlaces(
      input.coverage, spool: input.configuration.asterisk.spoolDirectory)
    configured = input.configuration.mailboxes.map { mailbox in
      let facts = factsByBox[mailbox.id.folded] ?? []
      let names = [mailbox.id] + facts.map(\.id)
      return ConfiguredView(
        mailbox: mailbox, facts: facts,
        knowledge: names.lazy.compactMap { input.knowledge[$0] }.first,
        isHidden: unread.hide(mailbox.id))
    }
    directories = input.facts.filter(\.hasDirectory).map { facts in
      DirectoryView(facts: facts, mailbox: join.configured(for: facts.id))
    }
    notices = Dictionary(grouping: input.configuration.notices, by: \.kind)
    pins = PINAssessment(input.configuration.mailboxes, settings: input.settings)
    owners = OwnerMatcher(
      owners: input.configuration.mailboxes.map { (id: $0.id, fullName: $0.fullName) })
  }

  /// Coverage problems that concern one mailbox, whatever its spelling.
  func problems(of mailbox: MailboxID) -> [SourceProblem] {
    input.coverage.problems.filter { $0.mailbox?.folded == mailbox.folded && $0.hidesData }
  }

  var now: Timestamp { input.now }
  var settings: AssessmentSettings { input.settings }
  var general: GeneralOptions { input.configuration.general }
  var asterisk: AsteriskSettings { input.configuration.asterisk }

  /// Mailboxes may exist that the configuration read here does not show.
  var configurationIsIncomplete: Bool {
    !input.configuration.coverage.isComplete
      || ElsewhereRule.kinds.contains { notices[$0] != nil }
  }
}

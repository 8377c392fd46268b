import Glibc
import VmscanActions
import VmscanModel
import VmscanStore
import VmscanSystem

/// One edit of the configuration from wishes to verification.
struct EditRun {
  let edit: EditSite
  private let options: EditOptions
  private let consent: ConsentOptions
  private let action: ConfigEditPlan.Action
  private let context: RunContext
  private let isQuiet: Bool

  /// - Throws: `CommandFailure`.
  init(
    _ settings: SettingsOptions, _ site: SiteOptions,
    _ words: (options: EditOptions, consent: ConsentOptions),
    _ action: ConfigEditPlan.Action, in context: RunContext
  ) throws {
    edit = try EditSite(settings, site, in: context)
    (options, consent) = words
    self.action = action
    self.context = context
    isQuiet = settings.quiet
  }

  /// - Throws: `CommandFailure` when no mailbox is named or meant.
  func selected(_ selection: MailboxSelection) throws -> [MailboxID] {
    guard !selection.isEmpty else {
      throw CommandFailure(
        .refused,
        """
        refused to \(action.rawValue) delete-after-email: no mailbox is named
        name some with --mailbox, --context, --destination-class or --finding, or say --all
        """)
    }
    try context.warn(ofUnknown: selection.unknownNames(at: edit.site))
    return try selection.mailboxes(of: edit)
  }

  func changes() throws -> [ConfigChange] {
    try Self.failing { try edit.store.changes() }
  }

  /// Plans and carries out wishes.
  ///
  /// `named` are the mailboxes typed one by one; a refusal of one of them is the command's.
  func carryOut(
    _ wishes: [ConfigEditWish], head: ConfigEditPlan? = nil, named: [MailboxID] = [],
    note: String? = nil
  ) throws -> ExitStatus {
    let planner = ConfigEditPlanner(
      view: edit.view, targets: edit.targets, overrides: Set(options.override),
      reader: edit.reader)
    let draft = try Self.failing {
      try planner.draft(wishes, head: head ?? edit.head(action, in: context))
    }
    let refused = Set(draft.plan.refused.map(\.id.folded))
    let isRefused =
      draft.plan.isEmpty ? !refused.isEmpty : named.contains { refused.contains($0.folded) }
    let status = try carryOut(draft.plan, diff: draft.diff, note: note)
    return status.merged(with: isRefused ? .refused : .success)
  }

  /// Carries out a plan that was made otherwise.
  func carryOut(_ plan: ConfigEditPlan, note: String?) throws -> ExitStatus {
    let isRefused = plan.isEmpty && !plan.refused.isEmpty
    return try carryOut(plan, diff: diff(of: plan), note: note)
      .merged(with: isRefused ? .refused : .success)
  }

  /// Carries out a plan from a file.
  ///
  /// `refusals`: what speaks against the plan by now, for each of its mailboxes; what was consented to by
  /// name, then or now, does not count.
  func applyStoredPlan(
    unless refusals: (ConfigEditPlan) throws -> [ConfigEditVerdict] = { _ in [] }
  ) throws -> ExitStatus {
    let path = options.apply ?? ""
    let plan: ConfigEditPlan
    do {
      plan = try ConfigEditPlan(decoding: try ConfigPlanFile.read(path))
    } catch is DecodingError {
      throw CommandFailure(
        .usage,
        """
        cannot apply '\(path)': it is not a plan of this program
        name a file that --plan-out wrote; nothing was changed
        """)
    } catch {
      throw CommandFailure(.usage, "cannot read the plan '\(path)': \(error)")
    }
    let etc = edit.view.configuration.asterisk.etcDirectory
    guard plan.action == action, plan.etcDirectory.canonicalPath == etc.canonicalPath,
      plan.format == ConfigEditPlan.formatVersion
    else {
      throw CommandFailure(
        .refused,
        "refused to apply '\(path)': it is a plan to \(plan.action.rawValue) in "
          + "'\(plan.etcDirectory)'")
    }
    for verdict in try refusals(plan) {
      let consented = Set(
        options.override + (plan.mailboxes.first { $0.id == verdict.id }?.overridden ?? []))
      guard let refusal = verdict.refusals.first(where: { !consented.contains($0.reason) })
      else { continue }
      throw CommandFailure(
        .refused,
        """
        refused to apply '\(path)': \(verdict.id): \(refusal.reason.rawValue): \(refusal.detail)
        make a new plan; nothing was changed
        """)
    }
    return try carryOut(plan, diff: diff(of: plan), note: nil)
  }

  private func diff(of plan: ConfigEditPlan) -> String {
    ConfigPlanDiff.text(plan, view: edit.view)
  }

  private func carryOut(
    _ plan: ConfigEditPlan, diff: String, note: String?
  ) throws -> ExitStatus {
    let review = EditReview(plan, diff: diff, note: note)
    if !isQuiet || consent.dryRun { try context.out.write(review.text) }
    guard !plan.isEmpty else { return .success }
    if let path = options.planOut { return try write(plan, to: path) }
    if consent.dryRun { return .success }
    try consent.obtain(review.word, in: context)
    return try apply(plan)
  }

  private func write(_ plan: ConfigEditPlan, to path: String) throws -> ExitStatus {
    do {
      try AtomicFile.replace(path, with: try plan.encoded(), mode: 0o600)
    } catch {
      throw OutputError(reason: "\(error)")
    }
    try tell("the plan is in '\(path)'; apply it with --apply '\(path)'")
    return .success
  }

  private func apply(_ plan: ConfigEditPlan) throws -> ExitStatus {
    let history = try History.open(edit.site.settings)
    let running = try RunningVoicemail(edit, evenUnasked: consent.evenUnasked)
    var executor = ConfigEditExecutor(
      reader: edit.reader, journal: history, store: edit.store,
      author: ConfigEditAuthor(
        actor: ActionIdentity(in: context).actor, host: context.hostName,
        command: context.recordedCommand),
      clock: context.clock)
    executor.isCallerInMenu = { try running.isCallerInMenu() }
    for sentence in try Self.failing({ try executor.settle() }) {
      try context.err.writeLine("vmscan: \(sentence)")
    }
    let name = EditSite.changeName(edit.site.now)
    try Self.failing { try executor.apply(plan, change: name) }
    try tell(
      """
      change \(name): \(plan.mailboxes.count) \(plan.mailboxes.count == 1 ? "mailbox" : "mailboxes")
      take it back with: vmscan delete-after-email restore \(name)
      """)
    guard options.reload else {
      try tell("Asterisk uses it after: asterisk -rx 'voicemail reload'")
      return .success
    }
    return try running.reload(
      plan, count: edit.view.configuration.mailboxes.count, tell: tell)
  }

  private func tell(_ text: String) throws {
    if !isQuiet { try context.out.writeLine(context.hinting(text)) }
  }

  /// Runs a step with its errors turned into exit statuses.
  static func failing<Value>(_ step: () throws -> Value) throws -> Value {
    do {
      return try step()
    } catch let error as ConfigEditError {
      let status: ExitStatus =
        switch error {
        case .noSuchChange: .usage
        case .unreadableChange: .failed
        default: .refused
        }
      throw CommandFailure(status, "\(error)")
    } catch let error as ConfigEditTrouble {
      throw CommandFailure(.failed, "\(error)")
    } catch let error as ConfigFileError {
      throw CommandFailure(.failed, "\(error)")
    } catch let error as AtomicFileError {
      throw CommandFailure(.failed, "\(error)")
    } catch let error as SystemError {
      throw CommandFailure(.failed, "\(error)")
    } catch let error as StoreError {
      throw CommandFailure(error.status, "\(error)")
    }
  }
}

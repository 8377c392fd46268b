import ArgumentParser
import VmscanActions
import VmscanModel

/// `vmscan delete-after-email enable`.
struct DeleteAfterEmailEnableCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable",
    abstract: "Let Asterisk delete messages of these mailboxes once they are mailed (delete=yes).",
    discussion: """
      From then on the mail is the only copy. Mailboxes for which that would lose messages are \
      left alone, each with the reason and what to do; --override REASON consents by name.

      REASONS
      \(ConfigEditRefusal.Reason.allCases.filter(\.isOverridable).map(\.rawValue)
        .joined(separator: ", "))
      """)

  @OptionGroup(title: "Which mailboxes") var selection: MailboxSelection
  @OptionGroup var options: EditOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions

  @Flag(help: "Set attach=yes in the same edit where the mails do not carry the recording.")
  var withAttach = false

  @Option(
    help: ArgumentHelp(
      "Refuse mailboxes with a failed mail this recent (default: 30d).", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 30d"))
  var failedWithin: Age?

  func run(in context: RunContext) throws -> ExitStatus {
    let run = try EditRun(settings, site, (options, consent), .enable, in: context)
    try History.refuseLost(run.edit.site, in: context)
    guard options.apply == nil else {
      return try run.applyStoredPlan(unless: { try refusals(of: $0, run) })
    }
    let ids = try run.selected(selection)
    let inquiry = try inquiry(run, withAttach: withAttach)
    let wishes = try ids.map { id in
      var wanted: [ConfigOptionChange.Option: ConfigOptionWish] = [.delete: .set("yes")]
      if withAttach { wanted[.attach] = .set("yes") }
      return ConfigEditWish(id: id, options: wanted, refusals: try inquiry.refusals(of: id))
    }
    return try run.carryOut(wishes, named: selection.mailbox)
  }

  private func inquiry(_ run: EditRun, withAttach: Bool) throws -> SafetyInquiry {
    try SafetyInquiry(
      run.edit, failureWindow: failedWithin ?? .days(30), withAttach: withAttach)
  }

  /// What speaks against a plan by now: a hold may have been placed since, or a mail have failed.
  private func refusals(of plan: ConfigEditPlan, _ run: EditRun) throws -> [ConfigEditVerdict] {
    let attaches = plan.mailboxes.contains { $0.options.contains { $0.option == .attach } }
    let inquiry = try inquiry(run, withAttach: withAttach || attaches)
    return try plan.mailboxes.map {
      ConfigEditVerdict(id: $0.id, refusals: try inquiry.refusals(of: $0.id))
    }
  }
}

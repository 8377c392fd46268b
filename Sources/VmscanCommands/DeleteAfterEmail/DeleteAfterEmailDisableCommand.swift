import ArgumentParser
import VmscanActions
import VmscanModel

/// `vmscan delete-after-email disable`.
struct DeleteAfterEmailDisableCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable",
    abstract: "Let Asterisk keep messages of these mailboxes after mailing them.")

  @OptionGroup(title: "Which mailboxes") var selection: MailboxSelection
  @OptionGroup var options: EditOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let run = try EditRun(settings, site, (options, consent), .disable, in: context)
    if options.apply != nil { return try run.applyStoredPlan() }
    let ids = try run.selected(selection)
    let inquiry = try SafetyInquiry(run.edit)
    let changes = try run.changes()
    let wishes = ids.map { id in
      ConfigEditWish(
        id: id, options: [.delete: .remove], refusals: inquiry.editRefusals(of: id),
        inverseEdits: Self.inverse(of: id, changes))
    }
    return try run.carryOut(wishes, named: selection.mailbox)
  }

  /// The edits that take back the latest change of a mailbox, so that its line becomes what it was.
  private static func inverse(
    of id: MailboxID, _ changes: [ConfigChange]
  ) -> [ConfigByteEdit] {
    let change = changes.last { change in
      change.state == .applied && change.plan.mailboxes.contains { $0.id.folded == id.folded }
    }
    guard let change, change.plan.action == .enable,
      let mailbox = change.plan.mailboxes.first(where: { $0.id.folded == id.folded }),
      mailbox.options.map(\.option) == [.delete],
      let file = change.plan.files.first(where: { $0.names.contains(mailbox.origin.file) })
    else { return [] }
    return file.inverseEdits.filter { $0.line == mailbox.origin.line }
  }
}

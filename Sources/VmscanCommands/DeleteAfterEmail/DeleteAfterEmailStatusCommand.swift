import ArgumentParser
import VmscanActions
import VmscanModel

/// `vmscan delete-after-email status`.
struct DeleteAfterEmailStatusCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show for each mailbox whether mailed messages are deleted, and what deletes them.",
    discussion: """
      off: messages stay. asterisk: delete=yes, gone as soon as the mail command was started. \
      confirmed: deleteAfterConfirmedEmail, gone after delivery to every recipient and a grace.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, ndjson }

  @OptionGroup(title: "Which mailboxes (default: all)") var selection: MailboxSelection
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "text, json or ndjson.")
  var format: Format = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let edit = try EditSite(settings, site, in: context)
    let inquiry = try SafetyInquiry(edit)
    let planner = ConfigEditPlanner(view: edit.view, targets: edit.targets, reader: edit.reader)
    let rules = edit.site.settings.confirmedDeletion
    let rows = try selection.mailboxes(of: edit).compactMap { id in
      let mailbox = edit.view.configuration.mailboxes.first { $0.id.folded == id.folded }
      return try mailbox.map { mailbox in
        let refusals = try inquiry.refusals(of: mailbox.id)
        let isOn = mailbox.deleteAfterEmail.value
        let other = ConfigEditWish(
          id: mailbox.id, options: [.delete: isOn ? .remove : .set("yes")],
          refusals: isOn ? inquiry.editRefusals(of: mailbox.id) : refusals)
        return DeletionStatus(
          mailbox, grace: rules.grace(of: mailbox.id), refusals: refusals,
          obstacles: planner.obstacles(to: other))
      }
    }
    let changes = try EditRun.failing { try edit.store.changes() }
    let report = DeletionStatusReport(
      mailboxes: rows, changes: changes,
      lost: LostConfigEdit.find(changes, in: edit.view.configuration))
    let writer = ResultWriter(output, in: context)
    switch format {
    case .text: try writer.write(report.text)
    case .json: try writer.write(try report.json())
    case .ndjson: try writer.write(try report.ndjson())
    }
    try context.warn(of: edit.view.configuration.coverage.problems)
    try context.warn(ofUnknown: selection.unknownNames(at: edit.site))
    return edit.site.configurationStatus
  }
}

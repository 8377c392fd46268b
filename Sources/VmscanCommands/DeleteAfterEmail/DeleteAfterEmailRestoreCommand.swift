import ArgumentParser
import VmscanActions
import VmscanModel

/// `vmscan delete-after-email restore`.
struct DeleteAfterEmailRestoreCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Take back a change: the very bytes, when nobody has written the files since.",
    discussion: """
      When a file was written since, as Asterisk does when a PIN is changed by phone, only the \
      options of the change are set back, and what else was written stays.
      """)

  @Argument(help: "The change, as 'enable' printed it; 'status' lists them.")
  var change: String

  @OptionGroup var options: EditOptions
  @OptionGroup var consent: ConsentOptions
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let run = try EditRun(settings, site, (options, consent), .restore, in: context)
    let made = try EditRun.failing { try run.edit.store.change(change) }
    guard made.state != .undone else {
      throw CommandFailure(.refused, "\(ConfigEditError.alreadyUndone(change))")
    }
    let undo = ConfigUndo(
      change: made, view: run.edit.view, targets: run.edit.targets,
      overrides: Set(options.override))
    var head = run.edit.head(.restore, in: context)
    if let plan = undo.exactPlan(head: head) {
      return try run.carryOut(
        plan, note: plan.isEmpty ? nil : "the files get back the very bytes they had before")
    }
    head.reverses = made.id
    return try run.carryOut(
      made.plan.mailboxes.map(\.inverseWish), head: head, named: made.plan.mailboxes.map(\.id),
      note: "a file was written since, so only the options of the change are set back")
  }
}

import ArgumentParser
import VmscanModel
import VmscanStore

/// `vmscan accept remove`.
struct AcceptRemoveCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove",
    abstract: "Withdraw an accepted exposure; its findings come back, the record of it stays.")

  @Argument(
    help: ArgumentHelp("Its number, as 'vmscan accept list' shows it.", valueName: "id"),
    transform: plainNumber())
  var id: Int64

  @OptionGroup var settings: SettingsOptions

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.open(resolved)
    let known = try History.failing { try store.acceptances() }
    guard let acceptance = known.first(where: { $0.id == id && $0.removed == nil }),
      try AcceptanceRegister(store: store, context: context).remove(acceptance)
    else {
      throw CommandFailure(
        .usage,
        """
        cannot withdraw acceptance \(id): there is none, or it was withdrawn before
        'vmscan accept list --all' lists them
        """)
    }
    if !settings.quiet {
      try context.out.writeLine("withdrew acceptance \(id); its findings count again")
    }
    return .success
  }
}

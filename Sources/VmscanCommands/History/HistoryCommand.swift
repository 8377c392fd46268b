import ArgumentParser

/// `vmscan history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "The past: recorded runs, and what was done.",
    subcommands: [
      HistorySitesCommand.self, HistoryRunsCommand.self, HistoryTrendCommand.self,
      HistoryFindingsCommand.self,
      HistoryRecipientsCommand.self, HistoryActionsCommand.self, HistoryVerifyCommand.self,
      HistoryPruneCommand.self, HistoryExportCommand.self,
    ])
}

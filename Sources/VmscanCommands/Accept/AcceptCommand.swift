import ArgumentParser

/// `vmscan accept`.
struct AcceptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Accepted exposures: findings the site knows and lives with, and until when.",
    discussion: """
      Accepted findings stay in every report, marked as accepted, and come back when the \
      acceptance ends. A domain accepted without anything else is an approved partner domain.
      """,
    subcommands: [AcceptAddCommand.self, AcceptListCommand.self, AcceptRemoveCommand.self])
}

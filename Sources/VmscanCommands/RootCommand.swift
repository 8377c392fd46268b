import ArgumentParser

/// The program's name, version and commands.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vmscan",
    abstract: "Shows where Asterisk's voicemail goes, how long it is kept and who can open it.",
    discussion: """
      Reads the voicemail configuration as Asterisk does, walks the spool, judges what it finds \
      and keeps history. Nothing on the PBX is changed unless you ask for it by name.

      \(ExitStatus.table)
      """,
    version: Version.text,
    subcommands: [
      ScanCommand.self, ReportCommand.self, MailboxesCommand.self, MessagesCommand.self,
      ExplainCommand.self, HistoryCommand.self, RulesCommand.self,
      PurgeCommand.self, RestoreCommand.self, HoldCommand.self, PolicyCommand.self,
      DeleteAfterEmailCommand.self, AcceptCommand.self, CheckCommand.self, MailerCommand.self,
      DoctorCommand.self, InitCommand.self, MaintainCommand.self, DevicesCommand.self,
      AccountsCommand.self, ListenersCommand.self, CredentialsCommand.self, PublishCommand.self,
      FleetCommand.self,
      ReferenceCommand.self,
    ])
}

/// The version of the program.
package enum Version {
  package static let text = "0.1.0"
}

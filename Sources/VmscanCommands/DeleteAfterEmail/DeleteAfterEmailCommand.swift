import ArgumentParser

/// `vmscan delete-after-email`.
struct DeleteAfterEmailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete-after-email",
    abstract: "Show or change which mailboxes delete a message once it was mailed.",
    discussion: """
      Asterisk's delete=yes removes a message whether or not its mail went out, whether or not \
      the recording was attached, and even without any address. 'enable' refuses where that \
      would lose messages and names the reasons. The setting deleteAfterConfirmedEmail is the \
      safer way: 'vmscan purge' then removes a message only after its mail with the recording \
      was delivered to every recipient.
      """,
    subcommands: [
      DeleteAfterEmailStatusCommand.self, DeleteAfterEmailEnableCommand.self,
      DeleteAfterEmailDisableCommand.self, DeleteAfterEmailRestoreCommand.self,
    ])
}

import ArgumentParser
import Glibc
import VmscanActions

/// `vmscan mailer`.
///
/// Asterisk waits for nobody here, but the mail does: settings and history are not read, and
/// whatever is wrong with this command line, the mail is passed on when there is a command.
struct MailerCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailer",
    abstract: "Pass a mail on to the mail command and keep proof of it.",
    discussion: """
      Set as mailcmd in [general] of voicemail.conf:

        mailcmd = /usr/local/bin/vmscan mailer -- /usr/sbin/sendmail -t

      The mail goes through byte for byte and the exit status is the mail command's. Proof, \
      without the mail's contents, goes to a private journal that the next scan reads; trouble \
      with the journal never keeps a mail back.
      """)

  /// Where the scan looks for it when the settings name no other place.
  static let defaultJournal = "/var/lib/vmscan/mailer"

  @Option(
    help: ArgumentHelp(
      "The journal's directory (default: $VMSCAN_MAILER_JOURNAL, else \(Self.defaultJournal)).",
      valueName: "directory"))
  var journal: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The mail command with its arguments, after '--'.", valueName: "command"))
  var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else {
      throw ValidationError("no mail command: vmscan mailer -- /usr/sbin/sendmail -t")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let journal =
      journal ?? context.environment["VMSCAN_MAILER_JOURNAL"] ?? Self.defaultJournal
    let status = ProofKeepingMailer.run(command: command, journal: journal)
    guard status == 0 else { Glibc.exit(status) }
    return .success
  }
}

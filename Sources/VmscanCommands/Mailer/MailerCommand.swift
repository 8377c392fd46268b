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

      The mail goes through byte for byte. Proof, without the mail's contents, goes to a private \
      journal that the next scan reads; neither trouble with the journal nor a wrong option keeps \
      a mail back.

      Ends with the mail command's exit status; with 71 when it cannot be run, and with 2 when no \
      mail command is named.
      """)

  /// Where the scan looks for it when the settings name no other place.
  static let defaultJournal = "/var/lib/vmscan/mailer"

  @Option(
    help: ArgumentHelp(
      "The journal's directory (default: $VMSCAN_MAILER_JOURNAL, else \(Self.defaultJournal)).",
      valueName: "directory"),
    completion: .directory)
  var journal: String?

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("The mail command with its arguments, after '--'.", valueName: "command"),
    completion: .file())
  var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else {
      throw ValidationError("no mail command: vmscan mailer -- /usr/sbin/sendmail -t")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let status = ProofKeepingMailer.run(
      command: command, journal: journal ?? Self.defaultJournal(in: context))
    guard status == 0 else { Glibc.exit(status) }
    return .success
  }
}

extension MailerCommand {
  /// Passes the mail on although the command line is wrong, for otherwise it would be lost.
  ///
  /// - Returns: The mail command's status; `nil` when the command line is right, asks for help or
  ///   names no mail command.
  static func passOn(_ arguments: [String], in context: RunContext) -> ExitStatus? {
    guard arguments.first == configuration.commandName else { return nil }
    do {
      _ = try RootCommand.parseAsRoot(arguments)
      return nil
    } catch {
      guard !RootCommand.exitCode(for: error).isSuccess else { return nil }
      let (command, journal) = commandMeant(by: arguments.dropFirst())
      guard !command.isEmpty else { return nil }
      EntryPoint.report(
        "vmscan: the mail is passed on although the command line is wrong: "
          + EntryPoint.firstLine(of: error, arguments), in: context)
      let status = ProofKeepingMailer.run(
        command: command, journal: journal ?? defaultJournal(in: context))
      guard status == 0 else { Glibc.exit(status) }
      return .success
    }
  }

  static func defaultJournal(in context: RunContext) -> String {
    SettingVariable.mailerJournal.value(in: context.environment) ?? defaultJournal
  }

  /// What stands behind `--`; without it, the first word that is no option and all behind it.
  static func commandMeant(
    by words: ArraySlice<String>
  ) -> (command: [String], journal: String?) {
    var journal: String?
    var at = words.startIndex
    while at < words.endIndex {
      let word = words[at]
      if word == "--journal", at + 1 < words.endIndex, words[at + 1] != "--" {
        journal = words[at + 1]
        at += 1
      } else if word.hasPrefix("--journal=") {
        journal = String(word.dropFirst("--journal=".count))
      } else if word == "--" {
        return (Array(words[(at + 1)...]), journal)
      } else if !word.hasPrefix("-") {
        break
      }
      at += 1
    }
    if let end = words[at...].firstIndex(of: "--") {
      return (Array(words[(end + 1)...]), journal)
    }
    return (Array(words[at...]), journal)
  }
}

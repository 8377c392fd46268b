import ArgumentParser
import VmscanModel
import VmscanReports

/// `vmscan mailboxes`.
struct MailboxesCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailboxes",
    abstract: "Print the effective configuration of every mailbox, read now.")

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  @Option(
    help: ArgumentHelp("Only this mailbox; repeatable.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: [MailboxID] = []

  @Option(
    help: ArgumentHelp("Only this context; repeatable.", valueName: "name"),
    transform: { ByteText(unescaping: $0) })
  var context: [ByteText] = []

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    let scope = MessagePredicate(mailboxes: mailbox, contexts: self.context)
    let mailboxes = read.configuration.mailboxes
      .filter { scope.matches(mailbox: $0.id) }.sorted { $0.id < $1.id }
    let writer = ResultWriter(output, in: context)
    switch format {
    case .text:
      let text = context.textReport(settings, output, redaction: reader.redaction)
      try writer.write(text.mailboxes(mailboxes))
    case .json: try writer.write(try JSONReport(redaction: reader.redaction).mailboxes(mailboxes))
    case .ndjson:
      try writer.stream { sink in
        let report = NDJSONReport(redaction: reader.redaction)
        for mailbox in mailboxes { try sink(try report.line(mailbox)) }
      }
    case .csv: try writer.write(CSVReport(redaction: reader.redaction).mailboxes(mailboxes))
    }
    try context.warn(of: read.configuration.coverage.problems)
    try context.warn(ofUnknown: read.unknownNames(of: scope))
    return read.configurationStatus
  }
}

extension RunContext {
  /// Names on standard error what could not be read, so that a table is not taken for everything.
  func warn(of problems: [SourceProblem]) throws {
    for problem in problems where problem.hidesData {
      try err.writeLine("vmscan: not read: \(TerminalText.escape(problem.description))")
    }
  }

  /// Names on standard error what a mail log that was given cannot say; see `warn(of:)` for one that
  /// was not read.
  func warn(ofEvidence problems: [SourceProblem], for reader: Redaction = .standard) throws {
    for problem in problems where !problem.hidesData {
      let words = reader.plain(problem.sentence)
      try err.writeLine("vmscan: mail log: \(TerminalText.escape(words))")
    }
  }
}

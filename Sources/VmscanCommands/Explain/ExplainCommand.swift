import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan explain`.
struct ExplainCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Why: each value's origin, each finding, each decision about a mailbox or message.")

  @Argument(
    help: ArgumentHelp("The mailbox.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: MailboxID

  @Argument(
    help: ArgumentHelp(
      "A message: FOLDER/NUMBER, such as INBOX/3, or its msg_id.", valueName: "message"))
  var message: String?

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOptions

  @Option(help: "text or json.")
  var format: ExplainFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    var explanation = try Explanation(
      site: read, mailbox: mailbox, redaction: reader.redaction)
    let sheet = try message.map { try explanation.sheet(ofMessage: $0) } ?? explanation.sheet()
    let writer = ResultWriter(output, in: context)
    let redaction = explanation.redaction
    switch format {
    case .text:
      try writer.write(context.textReport(settings, output, redaction: redaction).explain(sheet))
    case .json: try writer.write(try JSONReport(redaction: redaction).explain(sheet))
    }
    try context.warn(of: explanation.problems)
    try context.warn(ofEvidence: explanation.evidenceProblems)
    return explanation.status
  }
}

/// The forms of an explanation.
enum ExplainFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

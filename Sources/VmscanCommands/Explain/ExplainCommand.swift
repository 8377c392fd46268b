import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan explain`.
struct ExplainCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Explain a mailbox or message: where each value is from, what is wrong, what decides.",
    discussion: "device:NAME explains a device: what it asks for and which mailbox it opens.")

  @Argument(
    help: ArgumentHelp("The mailbox, or device:NAME.", valueName: "box@context"),
    transform: parsed(ExplainSubject.init(parsing:), "BOX@CONTEXT or device:NAME"))
  var subject: ExplainSubject

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
    switch subject {
    case .mailbox(let id): return try explain(id, in: context)
    case .device(let name): return try explain(device: name, in: context)
    }
  }

  private func explain(device name: ByteText, in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context, needsConfiguration: false)
    let explanation = try DeviceExplanation(name, site: read, in: context)
    let writer = ResultWriter(output, in: context)
    switch format {
    case .text:
      let text = context.textReport(settings, output, redaction: reader.redaction)
      try writer.write(text.explain(explanation.sheet()))
    case .json:
      try writer.write(
        try JSONReport(redaction: reader.redaction).explain(explanation.sheet()))
    }
    try context.warn(of: explanation.verdict)
    return explanation.verdict.status
  }

  private func explain(_ mailbox: MailboxID, in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    var explanation = try Explanation(
      site: read, mailbox: mailbox, redaction: reader.redaction,
      progress: Progress(in: context, isQuiet: settings.quiet))
    let sheet =
      try message.map { try explanation.sheet(ofMessage: $0) }
      ?? explanation.sheet(devices: try read.credentials(in: context).devices)
    let writer = ResultWriter(output, in: context)
    let redaction = explanation.redaction
    switch format {
    case .text:
      try writer.write(context.textReport(settings, output, redaction: redaction).explain(sheet))
    case .json: try writer.write(try JSONReport(redaction: redaction).explain(sheet))
    }
    try context.warn(of: explanation.problems)
    try context.warn(ofEvidence: explanation.evidenceProblems, for: redaction)
    return explanation.status
  }
}

/// The forms of an explanation.
enum ExplainFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json
}

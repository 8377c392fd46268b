import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history recipients`.
struct HistoryRecipientsCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "recipients",
    abstract: "Who received a mailbox's voicemail, first and last seen by the recorded runs.")

  @Argument(
    help: ArgumentHelp("The mailbox, spelled as reports do.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: MailboxID

  @OptionGroup var site: HistorySiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let chosen = try site.choose(in: store, resolved)
    let recipients = try History.failing {
      try store.recipientHistory(of: mailbox, site: chosen?.id)
    }
    let list = ListReport(
      name: "recipients", rowType: "recipient", title: "Recipients of \(mailbox)",
      nothing: "No recorded run saw a recipient of mailbox \(mailbox).",
      columns: [
        .init("mailbox", nil), .init("address", "address"), .init("class", "destination"),
        .init("channel", "channel"), .init("audio", "audio"),
        .init("firstSeen", "first seen (UTC)"), .init("lastSeen", "last seen (UTC)"),
        .init("current", "now"),
      ],
      rows: recipients.map { entry in
        [
          .text(mailbox.description), .text(reader.redaction.address(entry.recipient.address)),
          .text(
            format == .text
              ? entry.recipient.destinationClass.title
              : entry.recipient.destinationClass.rawValue),
          .text(entry.recipient.channel.rawValue), .flag(entry.recipient.audio),
          .time(entry.firstSeen), .time(entry.lastSeen), .flag(entry.isCurrent),
        ]
      })
    try ResultWriter(output, in: context).write(
      list, as: format, text: context.textReport(settings, output, redaction: reader.redaction))
    return .success
  }
}

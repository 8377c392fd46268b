import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history actions`.
struct HistoryActionsCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "actions",
    abstract: "The journal of everything the program changed, with the check of its chain.",
    discussion: """
      As text and as a page it is an evidence pack: one line for each action, then the sums by \
      mailbox, and each message with --messages. JSON, NDJSON and CSV hold the records: an intent \
      before a change and its outcome after. The digest of the newest record, noted outside this \
      machine, proves later that nothing was changed since.
      """)

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOption

  @Option(help: "text, json, ndjson, csv or html.")
  var format: JournalFormat = .text

  @Flag(help: "As text or a page: each message too.")
  var messages = false

  @Option(help: ArgumentHelp("Only records of this run of an action.", valueName: "id"))
  var run: String?

  @Option(help: ArgumentHelp("Only this kind, such as purge or accept; repeatable."))
  var kind: [String] = []

  @Option(
    help: ArgumentHelp("Only records not older than this: 90d, 1y.", valueName: "age"),
    transform: parsed(Age.init(parsing:), "an age such as 90d or 1y"))
  var since: Age?

  func run(in context: RunContext) throws -> ExitStatus {
    let loaded = try Settings.load(settings, in: context)
    let store = try History.reading(loaded)
    let now = settings.now ?? context.clock()
    let redaction = reader.redaction
    let everything = try History.failing { try store.records(run: nil) }
      .map { $0.redacted(by: redaction) }
    let records = everything.filter { record in
      (run == nil || record.run == run) && (kind.isEmpty || kind.contains(record.kind))
        && (since.map { record.time >= now - $0 } ?? true)
    }
    let check = try History.failing { try store.verifyJournal() }
    let nothing =
      everything.isEmpty
      ? "Nothing was changed yet."
      : "No record matches; the journal has \(Wording.count(everything.count, "record", "records"))."
    try warn(ofUnknownIn: everything, context)
    let list = Self.list(records, check, nothing: nothing)
    let writer = ResultWriter(output, in: context)
    let text = context.textReport(settings, output, redaction: redaction)
    let pack = EvidencePack(
      actions: ActionSummary.summaries(of: everything).filter { action in
        let runs = Set(records.map(\.run))
        return runs.contains(action.run) && (kind.isEmpty || kind.contains(action.kind))
      }, heads: list.heads, nothing: nothing)
    switch format {
    case .text:
      let tables = [pack.actionList] + pack.details(messages: messages)
      try writer.write(tables.map(text.list).joined(separator: "\n"))
    case .html:
      try writer.write(
        try HTMLReport().list(
          pack.actionList, more: pack.details(messages: messages),
          host: loaded.host.isEmpty ? context.hostName : loaded.host, made: now))
    case .json, .ndjson, .csv:
      try writer.write(list, as: format.table ?? .json, text: text)
    }
    return check.isIntact ? .success : .badConfiguration
  }

  /// Names that nothing in the journal has are mostly mistyped.
  private func warn(ofUnknownIn records: [ActionRecord], _ context: RunContext) throws {
    let kinds = Set(records.map(\.kind))
    for kind in kind where !kinds.contains(kind) {
      let known = kinds.sorted().joined(separator: ", ")
      try context.err.writeLine(
        "vmscan: no record is of kind '\(TerminalText.escape(kind))'"
          + (known.isEmpty ? "" : "; the journal has \(known)"))
    }
    if let run, !records.contains(where: { $0.run == run }) {
      try context.err.writeLine("vmscan: no record is of run '\(TerminalText.escape(run))'")
    }
  }

  private static func list(
    _ records: [ActionRecord], _ check: JournalVerification, nothing: String
  ) -> ListReport {
    ListReport(
      name: "actions", rowType: "action", title: "Journal of actions",
      nothing: nothing,
      heads: [
        .init("intact", "chain intact", .flag(check.isIntact)),
        .init("verified", "records verified", .number(check.verified)),
        .init("expected", "records expected", .number(check.expected)),
        .init("head", "digest of the newest", .text(check.head)),
        .init("verification", "result", .text(check.description)),
      ],
      columns: [
        .init("sequence", "no.", isNumber: true), .init("time", "time (UTC)"),
        .init("run", nil), .init("phase", "phase"), .init("kind", "kind"),
        .init("subject", "subject"), .init("actor", "by"), .init("host", nil),
        .init("command", nil), .init("detail", "detail"),
      ],
      rows: records.map { record in
        [
          .number(record.sequence), .time(record.time), .text(record.run),
          .text(record.phase.rawValue), .text(record.kind), .text(record.subject),
          .text(record.actor), .text(record.host), .text(record.command), .map(record.detail),
        ]
      })
  }
}

/// The forms of the journal.
enum JournalFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, ndjson, csv, html

  /// `nil` for the page.
  var table: TableFormat? { TableFormat(rawValue: rawValue) }
}

import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore
import VmscanSystem

/// `vmscan history export`.
struct HistoryExportCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a redacted copy of history for others, such as Datasette, Grafana or pandas.",
    discussion: """
      The copy is an SQLite file with the views that docs/history.md describes, of one moment, \
      which the file's group may read. It replaces a file of the same name at once. An officer \
      sees no owners, local parts of addresses, callers or texts that people wrote; an auditor \
      sees initials.
      """)

  @Argument(
    help: ArgumentHelp(
      "The file to write; - for standard output with --format ndjson.", valueName: "file"),
    completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "Who reads it: admin (everything), auditor (initials, no local parts) or officer (no names).",
      valueName: "reader"),
    completion: .values(of: Redaction.Level.self),
    transform: parsed(Redaction.Level.init(rawValue:), "admin, auditor or officer"))
  var reader: Redaction.Level

  @Option(help: "sqlite or ndjson, an object per row.")
  var format: HistoryExportFormat = .sqlite

  @Option(
    help: ArgumentHelp(
      "Only this site ('vmscan history sites' lists them; default: every site).",
      valueName: "name"))
  var site: String?

  @OptionGroup var settings: SettingsOptions

  func validate() throws {
    guard file != "-" || format == .ndjson else {
      throw ValidationError("a database cannot go to standard output: name a file")
    }
  }

  func run(in context: RunContext) throws -> ExitStatus {
    let resolved = try Settings.load(settings, in: context)
    let store = try History.reading(resolved)
    let chosen = try site.flatMap { name in
      var choice = SiteChoice(settings: resolved)
      choice.name = name
      return try choice.choose(in: store)
    }
    let mask = HistoryMask(Redaction(reader))
    switch format {
    case .sqlite:
      let path = context.rawArguments.path(file).canonicalPath.description
      try ResultTarget.check(path, allowsDatabase: true)
      try context.naming("copying the history", isQuiet: settings.quiet) {
        try History.failing { try store.export(to: path, site: chosen?.id, mask: mask) }
      }
    case .ndjson:
      try ResultWriter(file, in: context).stream { sink in
        try History.failing {
          try store.exportLines(site: chosen?.id, mask: mask) { try sink(Array("\($0)\n".utf8)) }
        }
      }
    }
    return .success
  }
}

/// The forms of an export.
enum HistoryExportFormat: String, CaseIterable, ExpressibleByArgument { case sqlite, ndjson }

extension HistoryMask {
  init(_ redaction: Redaction) {
    self.init(
      name: redaction.name, address: redaction.address, text: redaction.text,
      sentence: redaction.sentence)
  }
}

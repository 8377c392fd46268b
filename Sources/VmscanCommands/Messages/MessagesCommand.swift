import ArgumentParser
import VmscanModel
import VmscanReports

/// `vmscan messages`.
struct MessagesCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "messages",
    abstract: "List the messages that match, read now, with how well it is known they were mailed.",
    discussion: """
      The predicates are those of 'vmscan purge', so that what is listed here is what a purge \
      with the same words would weigh.
      """)

  @OptionGroup(title: "Which messages") var predicate: PredicateOptions
  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var reader: ReaderOptions

  @Option(help: "text, json, ndjson or csv.")
  var format: TableFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    var search = try MessageSearch(
      site: read, predicate: predicate.predicate, allowEmpty: predicate.allowEmpty,
      namesFiles: format != .text,
      progress: Progress(
        in: context, isQuiet: settings.quiet), in: context)
    let writer = ResultWriter(output, in: context)
    try write(&search, to: writer, in: context)
    try context.warn(of: search.problems)
    try context.warn(ofEvidence: search.evidenceProblems, for: reader.redaction)
    return read.configurationStatus.merged(
      with: search.problems.contains(where: \.hidesData) ? .incomplete : .success)
  }

  private func write(
    _ search: inout MessageSearch, to writer: ResultWriter, in context: RunContext
  ) throws {
    let redaction = reader.redaction
    switch format {
    case .text:
      let text = context.textReport(settings, output, redaction: redaction)
      try writer.stream { sink in
        var totals = MessageTotals()
        try search.forEachRow { row in
          if totals.messages == 0 { try sink(Array(text.messagesHeader.utf8)) }
          totals += row.totals
          try sink(Array(text.messageLine(row).utf8))
        }
        let footer = text.messagesFooter(
          count: totals.messages, totals: totals,
          isComplete: !search.problems.contains(where: \.hidesData))
        try sink(Array(footer.utf8))
      }
    case .json:
      try writer.stream { sink in
        try JSONReport(redaction: redaction).messages(write: sink) { try search.forEachRow($0) }
      }
    case .ndjson:
      let report = NDJSONReport(redaction: redaction)
      try writer.stream { sink in
        try search.forEachRow { try sink(try report.line($0)) }
      }
    case .csv:
      let report = CSVReport(redaction: redaction)
      try writer.stream { sink in
        try sink(report.messages([]))
        try search.forEachRow { try sink(report.line($0)) }
      }
    }
  }
}

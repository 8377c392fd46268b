import VmscanActions
import VmscanModel
import VmscanReports
import VmscanSystem

/// Where a command's result goes: standard output, or a file that is replaced when it is whole.
struct ResultWriter {
  private let file: String?
  private let sink: any ByteSink
  /// Parts are shown at once, so that they do not come over the progress of what follows.
  private let isTerminal: Bool
  private static let stretch = 64 << 10

  init(_ options: OutputOptions, in context: RunContext) {
    self.init(options.output ?? "-", in: context)
  }

  /// `-` is standard output.
  init(_ file: String, in context: RunContext) {
    self.file = file == "-" ? nil : file
    sink = context.out
    isTerminal = file == "-" && context.terminal.outputIsTerminal
  }

  /// `mode` is for a file that does not exist yet.
  func write(_ bytes: [UInt8], mode: UInt32 = 0o640) throws {
    try stream(mode: mode) { try $0(bytes) }
  }

  func write(_ text: String, mode: UInt32 = 0o640) throws {
    try write(Array(text.utf8), mode: mode)
  }

  /// Writes a table in the form asked for.
  func write(
    _ list: ListReport, as format: TableFormat, text: TextReport, redaction: Redaction = .standard
  ) throws {
    switch format {
    case .text: try write(text.list(list))
    case .json: try write(try JSONReport(redaction: redaction).list(list))
    case .ndjson:
      let report = NDJSONReport(redaction: redaction)
      try stream { sink in
        for row in list.rows { try sink(try report.line(row, of: list)) }
      }
    case .csv: try write(CSVReport(redaction: redaction).list(list))
    }
  }

  /// Hands `body` a sink for the result's parts.
  func stream(
    mode: UInt32 = 0o640, _ body: (([UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard let file else {
      return isTerminal ? try body { try sink.write($0) } : try gather(body) { try sink.write($0) }
    }
    try ResultTarget.check(file)
    do {
      try AtomicFile.replace(file, mode: mode) { write in
        try withoutActuallyEscaping(write) { try gather(body, $0) }
      }
    } catch let error as AtomicFileError {
      throw OutputError(reason: "\(error)")
    }
  }

  /// Writes parts in longer stretches; those before an error are written, too.
  private func gather(
    _ body: (([UInt8]) throws -> Void) throws -> Void,
    _ write: @escaping ([UInt8]) throws -> Void
  ) throws {
    var waiting: [UInt8] = []
    func flush() throws {
      guard !waiting.isEmpty else { return }
      defer { waiting.removeAll(keepingCapacity: true) }
      try write(waiting)
    }
    do {
      try body { part in
        waiting += part
        if waiting.count >= Self.stretch { try flush() }
      }
    } catch {
      try? flush()
      throw error
    }
    try flush()
  }
}

extension RunContext {
  /// How text looks on this output: colour and width only on a terminal.
  func textReport(_ settings: SettingsOptions, _ output: OutputOptions, redaction: Redaction)
    -> TextReport
  {
    let isTerminal = terminal.outputIsTerminal && [nil, "-"].contains(output.output)
    let isColored =
      isTerminal && !settings.noColor && environment["NO_COLOR", default: ""].isEmpty
      && environment["TERM"] != "dumb"
    return TextReport(
      width: isTerminal ? terminal.width : 80, style: Style(isColored: isColored),
      redaction: redaction, wrapsTables: isTerminal)
  }
}

import ArgumentParser

/// Where the result goes.
struct OutputOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the result to a file, replaced at once when done; - is standard output.",
      valueName: "file"),
    completion: .file())
  var output: String?
}

/// The forms a report can take.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, ndjson, csv, html, sarif, prometheus
}

/// The forms a table can take.
enum TableFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, ndjson, csv
}

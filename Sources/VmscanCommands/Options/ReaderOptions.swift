import ArgumentParser
import VmscanReports

/// Who will read the result.
struct ReaderOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who reads it: admin (everything), auditor (initials, no local parts) or officer (no names).",
      valueName: "reader"),
    completion: .values(of: Redaction.Level.self),
    transform: parsed(Redaction.Level.init(rawValue:), "admin, auditor or officer"))
  var reader: Redaction.Level?

  @Flag(help: "Show callers' numbers whole; for an admin only.")
  var showCallers = false

  var redaction: Redaction { Redaction(reader ?? .admin, showsCallers: showCallers) }
}

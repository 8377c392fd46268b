import ArgumentParser
import VmscanReports

/// Who will read a list that holds no callers.
struct ReaderOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Who reads it: admin (everything), auditor (initials, no local parts) or officer (no names).",
      valueName: "reader"),
    completion: .values(of: Redaction.Level.self),
    transform: parsed(Redaction.Level.init(rawValue:), "admin, auditor or officer"))
  var reader: Redaction.Level?

  var redaction: Redaction { Redaction(reader ?? .admin) }
}

/// Who will read the result.
struct ReaderOptions: ParsableArguments {
  @OptionGroup var level: ReaderOption

  @Flag(help: "Show callers' numbers whole; for an admin only.")
  var showCallers = false

  var redaction: Redaction { Redaction(level.redaction.level, showsCallers: showCallers) }
}

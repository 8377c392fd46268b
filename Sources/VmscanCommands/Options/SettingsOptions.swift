import ArgumentParser
import VmscanAssessment
import VmscanModel

/// Flags that every command takes and that name files.
struct SettingsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The settings file.",
      discussion: "Default: /etc/vmscan/vmscan.yaml, which need not exist."),
    completion: .file())
  var config: String?

  @Option(
    help: "The history database (default: /var/lib/vmscan/vmscan.db).", completion: .file())
  var db: String?

  @Flag(
    help: """
      Make the directory of the history when it does not exist; purge with a new history though \
      there was one.
      """)
  var create = false

  @Option(
    help: "Count ages from this time: RFC 3339, a date or @EPOCH (default: the clock).",
    transform: parsed(
      Timestamp.init(parsing:),
      "a time of the years 1 to 9999 such as 2026-11-23T02:00:00Z or @1795392000"))
  var now: Timestamp?

  @Flag(help: "Print nothing but the result and errors.")
  var quiet = false

  @Flag(help: "No colour, also on a terminal.")
  var noColor = false
}

/// Flags that say where Asterisk keeps its configuration, its spool and its mail logs.
struct SiteOptions: ParsableArguments {
  @Option(
    help: "Asterisk's configuration directory (default: /etc/asterisk).", completion: .directory)
  var asteriskEtc: String?

  @Option(
    help: "The directory that holds the contexts (default: as asterisk.conf says, + /voicemail).",
    completion: .directory)
  var spool: String?

  @Option(
    help: ArgumentHelp(
      "One of the site's own mail domains; repeatable.",
      discussion: "Without any, the own domains are inferred, and the report says so.",
      valueName: "domain"),
    transform: parsed(
      { DomainSyntax.isPlausible($0) ? $0.lowercased() : nil }, "a domain such as example.com"))
  var ownDomain: [String] = []

  @Option(
    help: ArgumentHelp("A mail log to take evidence from; repeatable.", valueName: "file"),
    completion: .file())
  var mailLog: [String] = []

  @Option(
    help: "The release of Asterisk, when it cannot be asked (default: the newest).",
    transform: parsed(AsteriskVersion.init(parsing:), "a release such as 20.5.0"))
  var asteriskVersion: AsteriskVersion?

  @Option(
    name: .shortAndLong,
    help: "Threads that read the spool (default: 8 per processor, at most 16).",
    transform: parsed(
      { Int(plain: $0).flatMap { (1...256).contains($0) ? $0 : nil } }, "a number, 1 to 256"))
  var jobs: Int?

  func apply(to settings: inout Settings) -> [SettingsFault] {
    if let asteriskEtc { settings.asteriskEtc = asteriskEtc }
    if let spool { settings.spool = spool }
    if !mailLog.isEmpty { settings.mailLogs = mailLog }
    if let asteriskVersion { settings.asteriskVersion = asteriskVersion }
    if let jobs { settings.threads = jobs }
    if !ownDomain.isEmpty { settings.assessment.ownDomains = ownDomain }
    return []
  }
}

extension SettingsOptions {
  /// The flags that name files, as they were given.
  func given(in context: RunContext) -> [(flag: String, value: ByteText)] {
    [("--db", db), ("--config", config)].compactMap { flag, value in
      value.map { (flag: flag, value: context.rawArguments.path($0)) }
    }
  }
}

extension SiteOptions {
  /// The flags that name places, as they were given.
  func given(in context: RunContext) -> [(flag: String, value: ByteText)] {
    [("--asterisk-etc", asteriskEtc), ("--spool", spool)].compactMap { flag, value in
      value.map { (flag: flag, value: context.rawArguments.path($0)) }
    }
  }
}

/// A transform for a whole number that is written plainly, so that `010` is no surprise.
func plainNumber<Value: FixedWidthInteger & Sendable>(
  _ type: Value.Type = Value.self
) -> @Sendable (String) throws -> Value {
  parsed({ Value(plain: $0) }, "a whole number without sign and leading zero")
}

/// A transform that turns text into a value or explains what was expected.
func parsed<Value>(
  _ reading: @escaping @Sendable (String) -> Value?, _ expected: String
) -> @Sendable (String) throws -> Value {
  { text in
    guard let value = reading(text) else {
      throw ValidationError("'\(text)' is not \(expected)")
    }
    return value
  }
}

import ArgumentParser
import VmscanModel
import VmscanReports
import VmscanStore

/// `vmscan history verify`.
struct HistoryVerifyCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that no record of the journal was altered, removed, inserted or cut off.",
    discussion: """
      Whoever can write the database could rewrite the whole chain: note the digest elsewhere and \
      give it to --head later.

      Ends with 0 when the journal is intact and with 6 when it is damaged or cannot be read.
      """)

  @OptionGroup var settings: SettingsOptions

  @Option(
    help: ArgumentHelp(
      "A digest noted earlier that the chain must still hold.", valueName: "digest"),
    transform: parsed(Self.digest, "64 hexadecimal digits"))
  var head: String?

  @Option(help: "text or json.")
  var format: ExplainFormat = .text

  func run(in context: RunContext) throws -> ExitStatus {
    let store = try History.reading(try Settings.load(settings, in: context))
    let check = try context.naming("verifying the journal", isQuiet: settings.quiet) {
      try History.failing { try store.verifyJournal() }
    }
    let place = try History.failing { try head.flatMap { try store.journalRecord(digest: $0) } }
    let isKnown = head == nil || place != nil
    let list = ListReport(
      name: "faults", rowType: "fault", title: "Journal", nothing: words(check, place),
      heads: [
        .init("intact", "intact", .flag(check.isIntact && isKnown)),
        .init("verified", "records verified", .number(check.verified)),
        .init("expected", "records expected", .number(check.expected)),
        .init("head", "digest of the newest", .text(check.head)),
      ], columns: [.init("fault", "fault"), .init("record", "record", isNumber: true)],
      rows: check.fault.map { [[.text($0.rawValue), .number(check.firstBad ?? 0)]] } ?? [])
    switch format {
    case .text: try context.out.writeLine(words(check, place))
    case .json: try context.out.write(try JSONReport().list(list))
    }
    return check.isIntact && isKnown ? .success : .badConfiguration
  }

  private func words(_ check: JournalVerification, _ place: Int64?) -> String {
    guard head != nil else { return check.description }
    if place == 0 { return "\(check)\nthe digest given is that of a journal without records" }
    guard let place else {
      return "\(check)\nthe digest given is not in the chain: the journal was rewritten since"
    }
    return "\(check)\nthe digest given is that of record \(place)"
  }

  private static func digest(_ text: String) -> String? {
    let lower = text.lowercased()
    let isHex = lower.utf8.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66)
    }
    return isHex && lower.utf8.count == 64 ? lower : nil
  }
}

import ArgumentParser
import VmscanAssessment
import VmscanModel

/// The flags that say which findings are accepted.
struct AcceptScopeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Findings of this rule.", valueName: "id"),
    completion: .rules,
    transform: parsed(
      { RuleCatalog.id(named: $0) }, "a rule; 'vmscan rules' lists them"))
  var rule: RuleID?

  @Option(
    help: ArgumentHelp(
      "One finding, by its fingerprint or the first 8 digits or more of it.",
      valueName: "fingerprint"),
    transform: parsed(Self.fingerprint, "8 to 32 hexadecimal digits"))
  var fingerprint: String?

  @Option(
    help: ArgumentHelp("Findings about this mailbox.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: MailboxID?

  @Option(
    help: ArgumentHelp("Findings about this context and its mailboxes.", valueName: "name"),
    transform: { ByteText(unescaping: $0) })
  var context: ByteText?

  @Option(
    help: ArgumentHelp(
      "Findings that name no other mail address than this one, or than those of this domain.",
      valueName: "address|domain"),
    transform: parsed(Self.destination, "a mail address, or a domain such as partner.example"))
  var destination: ByteText?

  func validate() throws {
    guard
      rule != nil || fingerprint != nil || mailbox != nil || context != nil
        || destination != nil
    else {
      throw ValidationError(
        "say which findings: --rule, --fingerprint, --mailbox, --context or --destination")
    }
  }

  /// - Throws: `CommandFailure` when a shortened fingerprint fits no finding, or several.
  func scope(among findings: FindingList) throws -> AcceptanceScope {
    AcceptanceScope(
      rule: rule, fingerprint: try fingerprint.map { try whole($0, among: findings) },
      mailbox: mailbox, context: context, destination: destination)
  }

  private func whole(
    _ text: String, among findings: FindingList
  ) throws -> Fingerprint {
    guard text.utf8.count < 32 else { return Fingerprint(text) }
    let fitting = Set(
      findings.headers.map(\.fingerprint).filter { $0.description.hasPrefix(text) })
    guard let only = fitting.first, fitting.count == 1 else {
      throw CommandFailure(
        .usage,
        """
        cannot accept finding '\(text)…': \(fitting.count) findings of the latest run begin so
        'vmscan report --format csv' lists the fingerprints
        """)
    }
    return only
  }

  private static func fingerprint(_ text: String) -> String? {
    let lower = text.lowercased()
    let isHex = lower.utf8.allSatisfy {
      ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x66)
    }
    return isHex && (8...32).contains(lower.utf8.count) ? lower : nil
  }

  private static func destination(_ text: String) -> ByteText? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard let domain = parts.last, parts.count <= 2, DomainSyntax.isPlausible(String(domain)) else {
      return nil
    }
    return ByteText(text.lowercased())
  }
}

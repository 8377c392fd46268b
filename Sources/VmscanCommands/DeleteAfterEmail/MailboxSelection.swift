import ArgumentParser
import VmscanActions
import VmscanAssessment
import VmscanModel
import VmscanStore

/// The flags that say which mailboxes are meant; what is given of each must match.
struct MailboxSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp("This mailbox; repeatable.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: [MailboxID] = []

  @Option(
    help: ArgumentHelp("Mailboxes of this context; repeatable.", valueName: "name"),
    transform: { ByteText(unescaping: $0) })
  var context: [ByteText] = []

  @Option(
    help: ArgumentHelp(
      "Mailboxes all of whose addresses are of this class; repeatable.",
      discussion: DestinationClass.allCases.map(\.rawValue).joined(separator: ", "),
      valueName: "class"),
    completion: .values(of: DestinationClass.self),
    transform: parsed(
      DestinationClass.init(rawValue:),
      "one of \(DestinationClass.allCases.map(\.rawValue).joined(separator: ", "))"))
  var destinationClass: [DestinationClass] = []

  @Option(
    help: ArgumentHelp(
      "Mailboxes with this finding in the latest scan, such as VM-201; repeatable.",
      valueName: "rule"),
    completion: .rules,
    transform: parsed(
      { RuleCatalog.id(named: $0) }, "a rule; 'vmscan rules' lists them"))
  var finding: [RuleID] = []

  @Flag(help: "Every mailbox.")
  var all = false

  var isEmpty: Bool {
    mailbox.isEmpty && context.isEmpty && destinationClass.isEmpty && finding.isEmpty && !all
  }

  /// The mailboxes meant, sorted; one that is named and not configured is among them.
  ///
  /// - Throws: `CommandFailure` when history is asked and cannot be read.
  func mailboxes(of site: EditSite) throws -> [MailboxID] {
    let found = try mailboxesWithFinding(site.site)
    let configured = site.view.configuration.mailboxes.filter { box in
      let id = box.id.folded
      return (mailbox.isEmpty || mailbox.contains { $0.folded == id })
        && (context.isEmpty || context.contains { $0.lowercased == id.context })
        && matchesClass(site.destinations(of: box)) && (found?.contains(id) ?? true)
    }.map(\.id)
    let known = Set(site.view.configuration.mailboxes.map(\.id.folded))
    let missing = mailbox.filter { !known.contains($0.folded) }
    return (configured + missing).sorted()
  }

  /// Names given that are neither configured nor in the spool.
  func unknownNames(at site: Site) -> [String] {
    site.unknownNames(of: MessagePredicate(mailboxes: mailbox, contexts: context))
  }

  private func matchesClass(_ classes: [DestinationClass]) -> Bool {
    guard !destinationClass.isEmpty else { return true }
    return !classes.isEmpty && classes.allSatisfy(destinationClass.contains)
  }

  private func mailboxesWithFinding(_ site: Site) throws -> Set<MailboxID>? {
    guard !finding.isEmpty else { return nil }
    let store = try History.reading(site.settings)
    let report = try History.failing {
      try store.site(of: site.key).flatMap { try store.report(site: $0) }
    }
    guard let report else {
      throw CommandFailure(
        .usage,
        """
        cannot select by finding: no scan of this site is recorded in '\(site.settings.database)'
        run 'vmscan scan' first
        """)
    }
    return Set(
      report.findings.map(\.finding).filter { found in finding.contains(where: found.isOf) }
        .compactMap(\.subject.mailbox?.folded))
  }
}

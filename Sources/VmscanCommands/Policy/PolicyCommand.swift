import ArgumentParser
import VmscanAssessment
import VmscanModel
import VmscanStore

/// `vmscan policy`.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "The retention policy.", subcommands: [PolicyTestCommand.self])
}

/// `vmscan policy test`.
struct PolicyTestCommand: VmscanCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Say which rule decides about a message, and how.")

  @Argument(
    help: ArgumentHelp("The mailbox.", valueName: "box@context"),
    transform: parsed(MailboxID.init(parsing:), "BOX@CONTEXT"))
  var mailbox: MailboxID

  @Argument(
    help: ArgumentHelp("FOLDER/NUMBER, such as INBOX/3, or a msg_id.", valueName: "message"))
  var message: String

  @OptionGroup var site: SiteOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup(title: "As if purged with") var predicate: PredicateOptions

  @Option(
    help: ArgumentHelp("The policy file (default: the settings').", valueName: "file"),
    completion: .file())
  var policy: String?

  func run(in context: RunContext) throws -> ExitStatus {
    let read = try Site(settings, site, in: context)
    var explanation = try Explanation(
      site: read, mailbox: mailbox, progress: Progress(in: context, isQuiet: settings.quiet))
    let candidate = try explanation.candidate(message)
    let inquiry = try RetentionInquiry(
      read, explanation.store,
      PurgeRequest(predicate: predicate.predicate, policyFile: policy),
      doubts: explanation.doubts)
    let rules = inquiry.rules
    if let rules {
      let names = KnownNames(read)
      try names.check(
        names.unknown(in: rules), allowEmpty: predicate.allowEmpty, in: context)
    }
    try context.out.writeLine("\(rules?.title ?? "no policy file")")
    if let overdue = rules?.overdueReview(at: read.now) { try context.out.writeLine(overdue) }
    for conflict in rules?.conflicts(mailboxes: [mailbox]) ?? [] {
      try context.out.writeLine("conflict: \(conflict)")
    }
    let decision = explanation.decision(on: candidate, by: inquiry)
    let place = "\(mailbox)/\(candidate.folder)/\(MessageNumber.stem(candidate.number))"
    try context.out.writeLine("\(place): \(decision.sentence.unmasked)")
    if let refusal = FolderOutlook(site: read).refusal(of: decision, on: candidate) {
      try context.out.writeLine(
        "\(place): stays all the same, a purge leaves its folder alone: \(refusal.unmasked)")
    }
    try context.warn(of: explanation.problems)
    return explanation.status
  }
}

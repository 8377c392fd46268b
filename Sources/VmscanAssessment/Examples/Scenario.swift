package import VmscanModel

/// A small made-up PBX on which rules are shown; without changes it gives no finding.
package struct Scenario: Sendable {
  package static let now = Timestamp(1_800_000_000)

  package var configuration = VoicemailConfiguration()
  package var knowledge: [MailboxID: DestinationKnowledge] = [:]
  package var coverage = Coverage()
  package var settings = AssessmentSettings()
  package var inferredDomains = false
  package var outsideSpool: [StrayFile] = []
  package var credentials = CredentialInventory()
  package var memory = CredentialMemory()
  private var directories: [ScenarioDirectory] = []

  package init() {
    configuration.asterisk.version = AsteriskVersion(22, 10, 1)
    configuration.general.minPassword = Setting(6, origin: Self.origin(2))
    configuration.general.externPassCheck = Setting("/usr/local/bin/check", origin: Self.origin(3))
    settings.ownDomains = ["example.com"]
  }

  package static func origin(_ line: Int) -> Origin {
    Origin(file: "/etc/asterisk/voicemail.conf", line: line)
  }

  package static func id(_ mailbox: String, in context: String = "default") -> MailboxID {
    MailboxID(context: ByteText(context), mailbox: ByteText(mailbox))
  }

  /// Configures a mailbox; its defaults are those of a mailbox in order.
  package mutating func mailbox(
    _ number: String = "1001", name: String = "Alice Example",
    email: String? = "alice@example.com", pager: String? = nil, pin: String = "836592",
    _ change: (inout ConfiguredMailbox) -> Void = { _ in }
  ) {
    let origin = Self.origin(10 + configuration.mailboxes.count)
    var mailbox = ConfiguredMailbox(
      id: Self.id(number), source: .voicemailConf, origin: origin, pin: PIN(Array(pin.utf8)),
      pinOrigin: .configuration(origin), fullName: ByteText(name),
      emailField: email.map { ByteText($0) }, pager: pager.map { ByteText($0) }, options: [],
      inheritedFrom: nil, defaults: configuration.defaults)
    change(&mailbox)
    configuration.mailboxes.append(mailbox)
  }

  /// Makes a directory, with a greeting recorded yesterday.
  package mutating func directory(
    _ number: String = "1001", grade: EmailGrade = .none, effective: [ByteText] = [],
    _ change: (inout SpoolMailbox) -> Void = { _ in }
  ) {
    var spool = SpoolMailbox(id: Self.id(number), identity: Self.identity)
    spool.greetings = [.unavailable, .name]
    spool.greetingsModified = Self.now - .days(1)
    change(&spool)
    directories.append(ScenarioDirectory(spool: spool, grade: grade, effective: effective))
  }

  /// A configured mailbox with its directory.
  package mutating func pair(
    _ number: String = "1001", grade: EmailGrade = .none,
    _ change: (inout SpoolMailbox) -> Void = { _ in }
  ) {
    mailbox(number)
    directory(number, grade: grade, change)
  }

  /// A place below the spool could not be read.
  mutating func unread(_ place: String) {
    let path = ByteText("\(configuration.asterisk.spoolDirectory)" + place)
    coverage.problems.append(SourceProblem(.unreadable, path: path, detail: "EACCES"))
  }

  package mutating func notice(
    _ kind: ConfigNotice.Kind, line: Int = 7, mailbox: String? = nil, detail: Sentence = "as read"
  ) {
    configuration.notices.append(
      ConfigNotice(
        kind, at: Self.origin(line), mailbox: mailbox.map { Self.id($0) }, detail: detail))
  }

  static let identity = FileIdentity(
    device: 1, inode: 1, size: 4096, modified: (now - .days(1)).epochSeconds * 1_000_000_000,
    changed: 0, mode: 0o040750, owner: 1, group: 1, links: 2)

  /// What the rules judge.
  package var input: AssessmentInput { input(at: Self.now) }

  /// The same at another time.
  func input(at now: Timestamp) -> AssessmentInput {
    let own = OwnDomains(domains: settings.ownDomains, isInferred: inferredDomains)
    let summarizer = MailboxSummarizer(
      classifier: DestinationClassifier(ownDomains: own, settings: settings), settings: settings,
      now: now)
    let join = SpoolConfigJoin(configuration: configuration)
    let found = directories.map { $0.facts(summarizer, join) }
    let missing = join.withoutDirectory(among: found.map(\.id)).map { summarizer.facts(of: $0) }
    var input = AssessmentInput(
      configuration: configuration, facts: found + missing, knowledge: knowledge,
      coverage: coverage, ownDomains: own, settings: settings, now: now,
      outsideSpool: outsideSpool)
    input.credentials = CredentialJudge(
      settings: settings, configuration: configuration,
      siteWords: CredentialJudge.siteWords(domains: own.domains, host: "pbx")
    ).verdict(credentials)
    input.credentials.memory = memory
    input.credentials.tags = memory.tags.mapValues(\.tag)
    return input
  }
}

/// A mailbox directory with one grade for all its messages.
private struct ScenarioDirectory: Sendable {
  var spool: SpoolMailbox
  var grade: EmailGrade
  var effective: [ByteText]

  func facts(_ summarizer: MailboxSummarizer, _ join: SpoolConfigJoin) -> MailboxFacts {
    summarizer.facts(
      of: spool, configured: join.configured(for: spool.id),
      grades: [EmailGrade](repeating: grade, count: spool.messages.count), effective: effective)
  }
}

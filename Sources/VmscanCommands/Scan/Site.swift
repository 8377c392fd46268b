import VmscanAssessment
import VmscanModel
import VmscanSources

/// The settings, the clock and the configuration that a command works with.
struct Site {
  var settings: Settings
  var now: Timestamp
  /// By when holds and legal minimums are judged: `--now` does not end them ahead of the clock.
  let protectionTime: Timestamp
  var configuration: VoicemailConfiguration
  var ownDomains: OwnDomains

  /// Reads settings and configuration.
  ///
  /// - Throws: `CommandFailure` when the settings are faulty, or when there is no configuration to
  ///   read and one is needed.
  init(
    _ options: SettingsOptions, _ site: SiteOptions, in context: RunContext,
    needsConfiguration: Bool = true
  ) throws {
    settings = try Settings.load(options, in: context) { site.apply(to: &$0) }
    now = options.now ?? context.clock()
    protectionTime = min(now, context.clock())
    configuration = VoicemailConfigReader.read(
      etcDirectory: ByteText(settings.asteriskEtc),
      spoolOverride: settings.spoolPath,
      versionOverride: settings.asteriskVersion ?? AsteriskVersionProbe.version(for: settings),
      tables: OdbcTables())
    ownDomains = OwnDomainInference.infer(
      addresses: configuration.mailboxes.filter { !$0.isMisreadLine }
        .flatMap(\.recipientAddresses),
      serverEmails: Array(Set(configuration.mailboxes.map(\.serverEmail.value))),
      hostName: context.hostName, settings: settings.assessment)
    if needsConfiguration { try refuseMissing() }
  }

  var spool: ByteText { configuration.asterisk.spoolDirectory }

  /// What history knows the site by.
  var key: SiteKey {
    SiteKey(host: settings.host, spool: spool, etc: ByteText(settings.asteriskEtc))
  }

  /// 6 when Asterisk itself would refuse the configuration, 3 when a part of it was not read.
  var configurationStatus: ExitStatus {
    guard configuration.status.isUsable else { return .badConfiguration }
    return configuration.coverage.isComplete ? .success : .incomplete
  }

  var classifier: DestinationClassifier {
    DestinationClassifier(ownDomains: ownDomains, settings: settings.assessment)
  }

  /// Where mailboxes are read from: the spool's files, or the table the configuration names.
  func source(plan: SpoolReadingPlan? = nil, keepsFiles: Bool = false) -> any MailboxSource {
    var walker = walker()
    walker.keepsFiles = keepsFiles
    guard let rows = RowSpool(configuration.asterisk, disk: walker) else {
      walker.plan = plan
      return walker
    }
    return rows
  }

  func walker() -> SpoolWalker {
    var walker = SpoolWalker(
      root: spool, now: now, lockMode: configuration.asterisk.lockMode.value,
      threads: settings.threads)
    walker.dottedMailboxes = configuration.dottedMailboxes
    walker.lastValueWins = configuration.asterisk.version.map { $0 >= AsteriskVersion(23) } ?? true
    return walker
  }

  /// Without any configuration every directory would look orphaned: better to say so and stop.
  func refuseMissing() throws {
    let reason: String
    switch configuration.status {
    case .loaded, .invalid: return
    case .missing: reason = "there is no such file"
    case .unreadable:
      reason =
        configuration.coverage.problems.first.map(\.detail.unmasked) ?? "this user may not read it"
    }
    throw CommandFailure(
      .badConfiguration,
      """
      cannot read '\(settings.asteriskEtc)/voicemail.conf': \(reason)
      name Asterisk's configuration directory with --asterisk-etc, or run as a user who may read it
      """)
  }
}

extension Settings {
  /// - Throws: `CommandFailure` with every fault.
  static func load(
    _ options: SettingsOptions, in context: RunContext,
    overrides: (inout Settings) -> [SettingsFault] = { _ in [] }
  ) throws -> Settings {
    let loader = SettingsLoader(environment: context.environment)
    do {
      var settings = try loader.load(file: options.config) { settings in
        if let db = options.db { settings.database = db }
        settings.createsDirectory = options.create
        settings.rawArguments = context.rawArguments
        return overrides(&settings)
      }
      if settings.host.isEmpty { settings.host = context.hostName }
      return settings
    } catch let error as SettingsError {
      throw CommandFailure(.badConfiguration, "\(error)", summary: error.summary)
    }
  }
}

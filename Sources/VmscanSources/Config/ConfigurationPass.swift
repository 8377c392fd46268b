import VmscanFormats
import VmscanModel
import VmscanSystem

/// One pass over all configuration files.
struct ConfigurationPass {
  private let givenDirectory: ByteText?
  private let spoolOverride: ByteText?
  let rules: ConfigVersionRules
  private(set) var files = ConfigFiles()
  /// `voicemail.conf` with what it includes.
  private(set) var voicemail: LoadedConf?
  var configuration = VoicemailConfiguration()
  private(set) var modules = VoicemailModulePlan()
  /// Tables of mailboxes that `extconfig.conf` names.
  private(set) var realtimeFamilies: [RealtimeFamily] = []
  /// What `asterisk.conf` names as its own and the modules' directory.
  private(set) var named: (etc: ByteText?, modules: ByteText?)
  /// Asks databases; `nil` when only files are read.
  let tables: (any ConfigTables)?
  /// The sections of `res_odbc.conf`, once it was read.
  var connections: [DatabaseConnection]?
  /// How many of `files` Asterisk reads before it gives up root's rights.
  var readAsRoot = 0
  /// `asterisk.conf` names another directory as its own, so owners mean nothing here.
  private var isCopy = false

  init(
    etcDirectory: ByteText?, spoolOverride: ByteText?, version: AsteriskVersion?,
    overlay: [ByteText: [UInt8]] = [:], tables: (any ConfigTables)? = nil
  ) {
    self.tables = tables
    files.overlay = overlay
    givenDirectory = etcDirectory
    self.spoolOverride = spoolOverride
    rules = ConfigVersionRules(version: version)
    configuration.asterisk.version = version
    if let etcDirectory {
      configuration.asterisk.etcDirectory = etcDirectory
      files.copy = etcDirectory == "/etc/asterisk" ? nil : etcDirectory
    }
  }

  /// How the release reads every file.
  var confRules: ConfRules { rules.conf }

  mutating func run() {
    readSettings()
    let conf = load("voicemail.conf", limit: false)
    voicemail = conf
    let origins = ConfigOrigins(conf)
    noteVersion()
    take(conf)
    if configuration.status == .loaded || configuration.status == .invalid {
      readMailboxes(conf, origins)
      noteStorage(conf, origins)
    }
    configuration.files = files.files
    configuration.coverage.problems += files.problems
    noteWorldReadable(conf)
    noteClosed(conf)
    sortNotices(conf)
  }

  /// The file changed during every attempt, so what was read may be half of it.
  mutating func noteChange(of path: ByteText) {
    configuration.notices.append(
      ConfigNotice(
        .changedWhileReading, at: Origin(file: path, line: 0),
        detail: "The file changed each time it was read; the report may show only a part of it."))
    configuration.coverage.problems.append(
      SourceProblem(.partial, path: path, detail: "it changed whenever it was read"))
  }

  private mutating func readSettings() {
    var reader = AsteriskSettingsReader(settings: configuration.asterisk)
    reader.readAsterisk(
      load("asterisk.conf"), followsEtcDirectory: givenDirectory == nil,
      spoolIsGiven: spoolOverride != nil)
    configuration.asterisk = reader.settings
    readAsRoot = files.files.count
    isCopy = reader.namedEtcDirectory.map { !isHome(to: $0) } ?? false
    let (realtime, loaded) = (load("extconfig.conf"), load("modules.conf"))
    reader.readExtconfig(realtime)
    reader.readModules(loaded)
    configuration.asterisk = reader.settings
    modules = reader.modules
    realtimeFamilies = reader.realtimeFamilies
    named = (reader.namedEtcDirectory, reader.moduleDirectory)
    configuration.asterisk.spoolAsWritten =
      spoolOverride ?? configuration.asterisk.spoolDirectory
    configuration.asterisk.spoolDirectory = configuration.asterisk.spoolAsWritten.canonicalPath
    configuration.notices += reader.notices
    configuration.coverage.problems += reader.problems
    if !isCopy {
      configuration.asterisk.user = AsteriskUserLookup.user(configuration.asterisk)
    }
  }

  mutating func load(_ name: String, limit: Bool = true) -> LoadedConf {
    var limits = ConfLimits()
    if limit { limits.diagnostics = 100 }
    var loader = ConfLoader(
      etcDirectory: configuration.asterisk.etcDirectory.bytes, rules: rules.conf, limits: limits,
      provider: files)
    let conf = loader.load(Array(name.utf8))
    files = loader.provider
    if Self.deciding.contains(name) {
      let runs = configuration.asterisk.execIncludes.value
      configuration.lacksFile =
        configuration.lacksFile
        || conf.diagnostics.contains {
          $0.kind == .unreadableFile || $0.kind == .notRegularFile
            || runs && $0.kind == .execInclude
        }
    }
    return conf
  }

  /// Files that say how mailboxes are mailed, or where that is said.
  private static let deciding = ["asterisk.conf", "extconfig.conf", "voicemail.conf"]

  var voicemailPath: ByteText { path(of: "voicemail.conf") }

  var usersPath: ByteText { path(of: "users.conf") }

  private func path(of name: String) -> ByteText {
    ByteText(bytes: configuration.asterisk.etcDirectory.bytes + [0x2F] + Array(name.utf8))
  }

  /// What became of loading `voicemail.conf`.
  private mutating func take(_ conf: LoadedConf) {
    let isUnreadable = conf.diagnostics.contains {
      $0.kind == .unreadableFile && ByteText(bytes: $0.file) == voicemailPath
    }
    switch conf.outcome {
    case .loaded: configuration.status = isUnreadable ? .unreadable : .loaded
    case .missing:
      configuration.status = .missing
      configuration.notices.append(
        ConfigNotice(
          .missingFile, at: Origin(file: voicemailPath, line: 0),
          detail: "There is no voicemail.conf; at a reload Asterisk drops all mailboxes."))
      configuration.coverage.problems.append(
        SourceProblem(.missing, path: voicemailPath, detail: "there is no voicemail.conf"))
    case .invalid:
      configuration.status = .invalid
      let fault = conf.diagnostics.last { $0.kind.failsLoad }
      configuration.coverage.problems.append(
        SourceProblem(
          .invalid, path: fault.map { ByteText(bytes: $0.file) } ?? voicemailPath,
          line: fault?.line,
          detail: fault.map { Sentence(.word($0.text)) } ?? "the load fails"))
    }
    for diagnostic in conf.diagnostics {
      let isRun = configuration.asterisk.execIncludes.value
      if let notice = ConfigNotice(diagnostic, execIncludes: isRun) {
        configuration.notices.append(notice)
      }
      if diagnostic.kind == .execInclude, isRun {
        configuration.coverage.problems.append(
          SourceProblem(
            .elsewhere, path: ByteText(bytes: diagnostic.file), line: diagnostic.line,
            detail: "a command supplies configuration here, which is not run"))
      }
    }
  }

  private mutating func readMailboxes(_ conf: LoadedConf, _ origins: ConfigOrigins) {
    let reader = GeneralReader(conf, origins, rules)
    configuration.general = reader.options
    configuration.defaults = reader.defaults
    var builder = MailboxBuilder(
      general: configuration.general, defaults: configuration.defaults, rules: rules,
      passwordsInSpool: reader.keepsPasswordsInSpool)
    readUsers(into: &builder, context: reader.usersContext)
    var contexts = Set(configuration.contexts)
    let aliases = configuration.general.aliasesContext.value.bytes
    for section in conf.visibleSections {
      if section.isNamed("general") || section.isNamed("zonemessages") || section.isNamed(aliases) {
        continue
      }
      let context = ByteText(bytes: ConfCarriageReturn.hidingRest(of: section.name))
      if contexts.insert(context).inserted { configuration.contexts.append(context) }
      for variable in section.variables {
        builder.append(variable, context: context, origins: origins)
      }
    }
    readRealtime(into: &builder, contexts: &contexts)
    readSecrets(into: &builder)
    configuration.mailboxes = builder.mailboxes
    if !aliases.isEmpty { noteAliases(conf, aliases, origins) }
    noteUnsafeNames()
    configuration.notices += builder.notices
    configuration.notices += GeneralCheck(conf, origins).notices
    if configuration.general.externPass.value.isEmpty {
      let execIncludes = configuration.asterisk.execIncludes.value
      configuration.notices +=
        RewriteHazardCheck(conf, origins, execIncludes: execIncludes).notices
    }
  }

  private mutating func readSecrets(into builder: inout MailboxBuilder) {
    guard !builder.inSpool.isEmpty else { return }
    var reader = SpoolSecretReader(
      spool: configuration.asterisk.spoolDirectory, rules: rules.conf)
    for position in builder.inSpool {
      builder.setSecret(reader.read(builder.mailboxes[position].id), at: position)
    }
    configuration.notices += reader.notices
    configuration.coverage.problems += reader.problems
  }

  private mutating func noteVersion() {
    guard rules.version == nil else { return }
    configuration.notices.append(
      ConfigNotice(
        .versionUnknown, at: Origin(file: configuration.asterisk.etcDirectory, line: 0),
        detail: "The release of Asterisk is not known; the rules of the newest are assumed."))
  }

  /// Every file of `voicemail.conf` and `users.conf` holds PINs.
  private mutating func noteWorldReadable(_ conf: LoadedConf) {
    let users = usersPath
    let withPINs = Set(conf.documents.map { ByteText(bytes: $0.path) }).union([users])
    var noted: Set<ByteText> = []
    for file in files.files where withPINs.contains(file.path) && file.identity.isWorldReadable {
      guard noted.insert(file.path).inserted else { continue }
      configuration.notices.append(
        ConfigNotice(
          .worldReadableConfig, at: Origin(file: file.path, line: 0),
          detail: "The file with the PINs is readable by everybody on the machine."))
    }
  }

  /// In the order the files were read, then by line.
  private mutating func sortNotices(_ conf: LoadedConf) {
    let order = Dictionary(
      files.files.enumerated().map { ($0.element.path, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    configuration.notices = configuration.notices.enumerated()
      .map { position, notice in
        (order[notice.origin.file] ?? Int.max, notice.origin.line, position, notice)
      }
      .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
      .map(\.3)
  }
}

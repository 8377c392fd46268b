import VmscanFormats
import VmscanModel

/// Reads `asterisk.conf`, `extconfig.conf` and `modules.conf` for what decides about voicemail.
struct AsteriskSettingsReader {
  var settings = AsteriskSettings()
  private(set) var notices: [ConfigNotice] = []
  private(set) var problems: [SourceProblem] = []
  private(set) var modules = VoicemailModulePlan()
  /// Tables of mailboxes, in the order in which Asterisk asks them.
  private(set) var realtimeFamilies: [RealtimeFamily] = []
  /// `astmoddir` as written.
  private(set) var moduleDirectory: ByteText?
  /// `astetcdir` as written, followed or not.
  private(set) var namedEtcDirectory: ByteText?

  /// `asterisk.conf`: `[directories]` and `[options]`, where the last line of a name counts in
  /// every release (`load_asterisk_conf`); a template section has no effect, and a refused file
  /// leaves all defaults.
  mutating func readAsterisk(
    _ conf: LoadedConf, followsEtcDirectory: Bool, spoolIsGiven: Bool
  ) {
    let origins = ConfigOrigins(conf)
    note(conf)
    if let unread = conf.diagnostics.first(where: { $0.kind == .unreadableFile }) {
      settings.lockModeDoubt = Origin(file: ByteText(bytes: unread.file), line: 0)
    }
    if conf.outcome == .invalid {
      settings.lockModeDoubt = refuse(
        conf, "Asterisk refuses asterisk.conf and takes its defaults", hidesData: !spoolIsGiven)
      return
    }
    for variable in conf.section("directories")?.variables ?? [] {
      let value = ByteText(bytes: variable.value)
      if variable.isNamed("astspooldir") {
        settings.spoolDirectory = ByteText(bytes: variable.value + Array("/voicemail".utf8))
      } else if variable.isNamed("astrundir") {
        settings.runDirectory = value
      } else if variable.isNamed("astdbdir") {
        settings.databaseDirectory = value
      } else if variable.isNamed("astlogdir") {
        settings.logDirectory = value
      } else if variable.isNamed("astmoddir") {
        moduleDirectory = value
      } else if variable.isNamed("astetcdir") {
        namedEtcDirectory = value
        if followsEtcDirectory { settings.etcDirectory = value }
      }
    }
    for variable in conf.section("options")?.variables ?? [] {
      let origin = origins.origin(variable)
      if variable.isNamed("lockmode") {
        let isFlock = ByteText(bytes: variable.value).lowercased == "flock"
        settings.lockMode = Setting(isFlock ? .flock : .lockfile, origin: origin)
      } else if variable.isNamed("execincludes") {
        settings.execIncludes = Setting(AsteriskWords.isTrue(variable.value), origin: origin)
      } else if variable.isNamed("runuser") {
        settings.runUser = Setting(ByteText(bytes: variable.value), origin: origin)
      } else if variable.isNamed("rungroup") {
        settings.runGroup = Setting(ByteText(bytes: variable.value), origin: origin)
      }
    }
  }

  /// `extconfig.conf` `[settings]`: what lives in a database (`read_config_maps`).
  ///
  /// A refused file maps nothing in an Asterisk that starts anew; one that runs may keep what it
  /// had, so what stands before the fault still counts.
  mutating func readExtconfig(_ conf: LoadedConf) {
    let origins = ConfigOrigins(conf)
    note(conf)
    if conf.outcome == .invalid {
      refuse(
        conf,
        "Asterisk refuses extconfig.conf, so whether mailboxes live in a database is not known")
    }
    for variable in conf.section("settings")?.variables ?? [] {
      // Without a database after the driver the line maps nothing.
      guard variable.value.contains(UInt8(ascii: ",")) else { continue }
      let origin = origins.origin(variable)
      if variable.isNamed("voicemail.conf") || variable.isNamed("global") {
        settings.realtimeStatic = origin
        add(
          .realtimeStatic, origin,
          "The contents of voicemail.conf come from a database; the text file is not what Asterisk uses.",
          problem: "voicemail.conf comes from a database, which is not read")
      } else if variable.isNamed("voicemail") {
        settings.realtimeMailboxes = settings.realtimeMailboxes ?? origin
        let family = RealtimeFamily(variable.value, origin: origin)
        realtimeFamilies.append(family)
        add(
          .realtimeMailboxes, origin,
          "Further mailboxes live in a database; they are not read\(family.remedy).",
          problem: "mailboxes in a realtime database are not read\(family.remedy)")
      } else if variable.isNamed("voicemail_data") {
        settings.realtimeEnvelopes = origin
      }
    }
  }

  /// `modules.conf`: which of the three voicemail modules runs, where it says so.
  ///
  /// With a refused file Asterisk loads no module when it starts (`load_modules`).
  mutating func readModules(_ conf: LoadedConf) {
    let origins = ConfigOrigins(conf)
    note(conf)
    if conf.outcome == .invalid {
      refuse(
        conf, "Asterisk refuses modules.conf, so which module stores messages is not known")
    }
    for variable in conf.section("modules")?.variables ?? [] {
      modules.apply(variable, origin: origins.origin(variable))
    }
    if conf.outcome == .loaded, conf.section("modules") != nil {
      modules.autoload =
        conf.value("autoload", in: "modules").map { AsteriskWords.isTrue($0.value) } ?? false
    }
    guard let (storage, origin) = modules.storage else { return }
    settings.storage = Setting(storage, origin: origin)
    guard storage != .file else { return }
    let text: Sentence =
      switch storage {
      case .odbc: "Messages are stored in a database (app_voicemail_odbc)"
      case .imap: "Messages are stored on an IMAP server (app_voicemail_imap)"
      case .file, .unknown: "The module for file storage is not loaded or not the only one"
      }
    add(
      .otherStorage, origin, "\(text); messages outside the spool are not read.",
      problem: "messages in another storage than files are not read")
  }

  /// Faults of a helper file; the defaults hold where it cannot be read.
  private mutating func note(_ conf: LoadedConf) {
    for diagnostic in conf.diagnostics {
      if let notice = ConfigNotice(diagnostic, execIncludes: settings.execIncludes.value),
        notice.kind != .rewriteHazard
      {
        notices.append(notice)
      }
    }
  }

  /// - Returns: the place of the fault.
  @discardableResult
  private mutating func refuse(
    _ conf: LoadedConf, _ what: Sentence, hidesData: Bool = true
  ) -> Origin {
    let fault = conf.diagnostics.last { $0.kind.failsLoad }
    let origin = Origin(
      file: ByteText(bytes: fault?.file ?? conf.documents.first?.path ?? []),
      line: fault?.line ?? 0)
    problems.append(
      SourceProblem(
        .invalid, path: origin.file, line: fault?.line,
        detail: fault.map { "\(what): \(word: $0.text)" } ?? what, hidesData: hidesData))
    return origin
  }

  private mutating func add(
    _ kind: ConfigNotice.Kind, _ origin: Origin, _ detail: Sentence, problem: Sentence
  ) {
    notices.append(ConfigNotice(kind, at: origin, detail: detail))
    problems.append(
      SourceProblem(.elsewhere, path: origin.file, line: origin.line, detail: problem))
  }
}

/// A line `voicemail => driver,database[,table[,priority]]` of `extconfig.conf`
/// (`read_config_maps`).
struct RealtimeFamily {
  var driver: ByteText
  /// For the driver `odbc` a section of `res_odbc.conf`.
  var database: ByteText
  var table: ByteText
  var origin: Origin

  init(_ value: [UInt8], origin: Origin) {
    self.origin = origin
    var rest = value[...]
    driver = ByteText(bytes: Self.field(&rest)).stripped
    if let quote = rest.first, quote == UInt8(ascii: "\"") {
      rest = rest.dropFirst()
      database = ByteText(bytes: rest.prefix { $0 != quote })
      rest = rest.drop { $0 != quote }.dropFirst()
      _ = Self.field(&rest)
    } else {
      database = ByteText(bytes: Self.field(&rest)).stripped
    }
    let name = ByteText(bytes: Self.field(&rest)).stripped
    table = name.isEmpty ? "voicemail" : name
  }

  var isRead: Bool { driver.lowercased == "odbc" }

  /// What to do where the driver is none that is read.
  var remedy: Sentence {
    guard !isRead else { return "" }
    return """
      : Asterisk reaches them by the driver '\(setting: driver)'; with 'voicemail => \
      odbc,CONNECTION,\(setting: table)' both read the same table through ODBC
      """
  }

  private static func field(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let field = rest.prefix { $0 != UInt8(ascii: ",") }
    rest = rest.dropFirst(field.count + 1)
    return field
  }
}

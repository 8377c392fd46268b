import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// What `vmscan doctor` works with: settings, configuration and one walk over the spool.
struct Examination {
  var settings: Settings
  /// Why the settings cannot be used; what could be read of them is looked at all the same.
  var settingsFault: String?
  var settingsPath: String
  var now: Timestamp
  var hostName: String
  var configuration: VoicemailConfiguration
  var survey: SpoolSurvey
  /// What is older than a week and a night fails.
  static let week = Age.days(8)
  /// Stands before the places of the system.
  var machineRoot: String

  init(_ options: SettingsOptions, _ site: SiteOptions, in context: RunContext) {
    settingsPath =
      options.config ?? SettingVariable.config.value(in: context.environment)
      ?? SettingsLoader.defaultFile
    let (resolved, faults) = SettingsLoader(environment: context.environment)
      .resolve(file: options.config) { settings in
        if let db = options.db { settings.database = db }
        settings.rawArguments = context.rawArguments
        return site.apply(to: &settings)
      }
    settings = resolved
    if settings.host.isEmpty { settings.host = context.hostName }
    settingsFault = faults.isEmpty ? nil : "\(SettingsError(faults: faults))"
    now = options.now ?? context.clock()
    hostName = context.hostName
    machineRoot = context.machineRoot
    configuration = VoicemailConfigReader.read(
      etcDirectory: ByteText(settings.asteriskEtc),
      spoolOverride: settings.spoolPath,
      versionOverride: settings.asteriskVersion ?? AsteriskVersionProbe.version(for: settings),
      tables: OdbcTables())
    survey = SpoolSurvey(
      configuration, now: now, threads: settings.threads, interruption: context.interruption,
      progress: Progress(in: context, isQuiet: options.quiet))
  }

  /// What history knows the site by.
  var site: SiteKey {
    SiteKey(
      host: settings.host, spool: configuration.asterisk.spoolDirectory,
      etc: ByteText(settings.asteriskEtc))
  }

  var spool: String { "\(configuration.asterisk.spoolDirectory)" }

  /// Every check, in the order of the report.
  func diagnoses() -> [Diagnosis] {
    let history = HistoryCheck(examination: self)
    return ProgramCheck(examination: self).diagnoses()
      + ConfigurationCheck(examination: self).diagnoses()
      + DatabaseCheck(examination: self).diagnoses()
      + SpoolCheck(examination: self).diagnoses()
      + ControlCheck(examination: self).diagnoses()
      + MailCheck(examination: self).diagnoses()
      + ClockCheck(examination: self, latest: history.latest, ahead: history.ahead)
      .diagnoses()
      + SpaceCheck(examination: self).diagnoses()
      + history.diagnoses()
      + ActionCheck(examination: self).diagnoses()
      + NightlyCheck(examination: self, latest: history.latest).diagnoses()
      + BackupCheck(examination: self).diagnoses()
      + LeftoverCheck(examination: self).diagnoses()
  }
}

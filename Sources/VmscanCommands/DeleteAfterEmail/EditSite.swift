import Glibc
import VmscanActions
import VmscanAssessment
import VmscanFormats
import VmscanModel
import VmscanSources

/// The configuration with the lines it comes from, read for an edit.
struct EditSite {
  let site: Site
  let view: ConfigView
  let targets: [ByteText: ConfigTarget]
  let reader: SiteConfigReader
  let progress: Progress
  private let classifier: DestinationClassifier

  /// - Throws: `CommandFailure`.
  init(_ options: SettingsOptions, _ site: SiteOptions, in context: RunContext) throws {
    let read = try Site(options, site, in: context)
    progress = Progress(in: context, isQuiet: options.quiet)
    reader = SiteConfigReader(settings: read.settings)
    do {
      view = try reader.read(overlay: [:])
    } catch {
      throw CommandFailure(.badConfiguration, "\(error)")
    }
    targets = ConfigTarget.resolve(
      view.conf.documents.map { ByteText(bytes: $0.path) })
    classifier = read.classifier
    self.site = read
  }

  /// The class of each address that is not blank.
  func destinations(of mailbox: ConfiguredMailbox) -> [DestinationClass] {
    mailbox.emailAddresses.map(\.stripped).filter { !$0.isEmpty }
      .map { classifier.classify($0).destinationClass }
  }

  /// A plan with nothing in it yet.
  func head(_ action: ConfigEditPlan.Action, in context: RunContext) -> ConfigEditPlan {
    ConfigEditPlan(
      action: action, created: site.now, host: context.hostName,
      etcDirectory: view.configuration.asterisk.etcDirectory,
      asteriskVersion: view.configuration.asterisk.version?.description,
      nonce: String((0..<4).map { _ in Self.hex(UInt64.random(in: 0...UInt64.max)) }.joined()))
  }

  /// A name for a change, by time and then by chance.
  static func changeName(_ now: Timestamp) -> String {
    let digits = now.description.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
    return "\(digits)-\(hex(UInt64(UInt32.random(in: 0...UInt32.max))))"
  }

  private static func hex(_ number: UInt64) -> String { String(number, radix: 16) }

  /// Where changes are remembered: beside the database.
  static func store(_ settings: Settings) -> ConfigChangeStore {
    let database = settings.database
    let slash = database.lastIndex(of: "/")
    let directory = slash.map { String(database[..<$0]) } ?? "."
    return ConfigChangeStore(directory: directory + "/config-backups")
  }

  var store: ConfigChangeStore { Self.store(site.settings) }
}

/// Reads a site's configuration again, with files replaced by bytes in memory.
struct SiteConfigReader: ConfigReading {
  let settings: Settings

  func read(overlay: [ByteText: [UInt8]]) throws -> ConfigView {
    let (configuration, lines) = VoicemailConfigReader.readLines(
      etcDirectory: ByteText(settings.asteriskEtc),
      spoolOverride: settings.spoolPath,
      versionOverride: settings.asteriskVersion, overlay: overlay, tables: OdbcTables())
    guard let lines else {
      throw ConfigEditError.unexpectedEffect("voicemail.conf was not read")
    }
    return ConfigView(conf: lines, configuration: configuration)
  }
}

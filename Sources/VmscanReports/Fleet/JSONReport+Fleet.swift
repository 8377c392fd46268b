package import VmscanModel

extension JSONReport {
  /// A fleet's report as one object.
  package func fleet(_ report: FleetReport) throws -> [UInt8] {
    try Self.encode(FleetDocument(report))
  }
}

/// The JSON form of `vmscan fleet report`.
private struct FleetDocument: Encodable {
  var schema = ScanReport.schemaVersion
  var made: String
  var silenceSeconds: Int64
  var sites: [Site]
  var totals: Figures
  var silent: [String]
  var shared: [ListRowDocument]
  var jumps: [ListRowDocument]
  var rules: [ListRowDocument]
  var releases: [ListRowDocument]
  var tenants: [ListRowDocument]
  var trend: [Day]

  init(_ report: FleetReport) {
    let tables = FleetTables(report)
    made = report.now.description
    silenceSeconds = report.silence.seconds
    sites = report.sites.map { Site($0, in: report) }
    totals = Figures(report.totals)
    silent = report.silent.map { TerminalText.escape($0.name) }
    shared = ListRowDocument.all(of: tables.shared)
    jumps = ListRowDocument.all(of: tables.jumps)
    rules = ListRowDocument.all(of: tables.rules)
    releases = ListRowDocument.all(of: tables.releases)
    tenants = ListRowDocument.all(of: tables.tenants)
    trend = report.trend.map { Day($0) }
  }

  struct Site: Encodable {
    var site: String
    var host: String
    var lastRun: LastRun
    var reported: String
    var received: String
    var silent: Bool
    var clockBehind: Int64
    var reader: String
    @Nullable var asterisk: String?
    var totals: Figures
    var findings: [String: Int]

    init(_ site: FleetSite, in report: FleetReport) {
      self.site = TerminalText.escape(site.name)
      host = TerminalText.escape(site.host)
      lastRun = LastRun(site)
      reported = site.reported.description
      received = site.received.description
      silent = site.isSilent(at: report.now, after: report.silence)
      clockBehind = site.clockBehind
      reader = TerminalText.escape(site.reader)
      asterisk = site.asteriskVersion.map { TerminalText.escape($0) }
      totals = Figures(site.figures)
      findings = Figures.bySeverity(site.figures)
    }
  }

  struct LastRun: Encodable {
    var id: Int64
    var finished: String
    var version: String
    var complete: Bool

    init(_ site: FleetSite) {
      id = site.run
      finished = site.finished.description
      version = TerminalText.escape(site.version)
      complete = site.isComplete
    }
  }

  struct Figures: Encodable {
    var mailboxes: Int
    var messages: Int
    var bytes: Int64
    var retainedEmailed: Int
    var overAge: Int
    var findings: [String: Int]

    init(_ figures: FleetFigures) {
      mailboxes = figures.mailboxes
      messages = figures.messages.messages
      bytes = figures.messages.bytes.bytes
      retainedEmailed = figures.retained.messages
      overAge = figures.overAge
      findings = Self.bySeverity(figures)
    }

    static func bySeverity(_ figures: FleetFigures) -> [String: Int] {
      Dictionary(
        uniqueKeysWithValues: Severity.allCases.map { ($0.rawValue, figures.findings($0)) })
    }
  }

  struct Day: Encodable {
    var day: String
    var sites: Int
    var reporting: Int
    var totals: Figures

    init(_ day: FleetDay) {
      self.day = day.day.dateText
      sites = day.sites
      reporting = day.reporting
      totals = Figures(day.figures)
    }
  }
}

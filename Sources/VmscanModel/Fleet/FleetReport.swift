/// Many sites in one report: what each said of itself last, and what only all together show.
///
/// Figures of a site that did not report are those of its latest run; they are never taken for
/// zero, and the site is among the silent.
package struct FleetReport: Sendable {
  /// When it was made, by the clock of the fleet's database.
  package var now: Timestamp
  /// How long a site may be silent.
  package var silence: Age
  /// Worst first.
  package var sites: [FleetSite]
  /// Contexts of sites, worst first.
  package var tenants: [FleetTenant] = []
  package var shared: [SharedAccount] = []
  package var rules: [FleetRule] = []
  package var lists: [FleetList] = []
  package var jumps: [FleetJump] = []
  /// The whole by days, oldest first.
  package var trend: [FleetDay] = []

  package init(now: Timestamp, silence: Age, sites: [FleetSite]) {
    self.now = now
    self.silence = silence
    self.sites = sites.sorted { $0.isWorse(than: $1) }
  }

  /// Sites whose latest run is older than is allowed, the longest silent first.
  package var silent: [FleetSite] {
    sites.filter { $0.isSilent(at: now, after: silence) }
      .sorted { ($0.reported, $0.name) < ($1.reported, $1.name) }
  }

  package var totals: FleetFigures {
    sites.reduce(into: FleetFigures()) { $0 += $1.figures }
  }

  /// Sites by what they run, most first: the release of vmscan or of Asterisk.
  package func releases(_ release: (FleetSite) -> String?) -> [(release: String, sites: [String])] {
    Dictionary(grouping: sites) { release($0) ?? "not known" }
      .map { ($0.key, $0.value.map(\.name).sorted()) }
      .sorted { ($1.1.count, $0.0) < ($0.1.count, $1.0) }
  }
}

/// Figures of a site or of all.
package struct FleetFigures: Sendable, Hashable {
  package var mailboxes = 0
  package var messages = MessageTotals()
  /// Messages that were e-mailed and are still kept.
  package var retained = MessageTotals()
  /// Messages older than the retention allows.
  package var overAge = 0
  /// Findings that are new or open.
  package var findings: [Severity: Int] = [:]

  package init() {}

  package static func += (left: inout FleetFigures, right: FleetFigures) {
    left.mailboxes += right.mailboxes
    left.messages += right.messages
    left.retained += right.retained
    left.overAge += right.overAge
    left.findings.merge(right.findings, uniquingKeysWith: +)
  }

  package func findings(_ severity: Severity) -> Int { findings[severity] ?? 0 }

  /// Worse comes first: critical findings, then high ones, then messages kept after e-mailing.
  fileprivate var badness: (Int, Int, Int, Int) {
    (
      findings(.critical), findings(.high), retained.messages, findings(.medium)
    )
  }
}

/// A site as its latest published run shows it.
package struct FleetSite: Sendable, Hashable {
  package var name: String
  package var host: String
  package var run: Int64
  /// End of the run, by the site's own clock.
  package var finished: Timestamp
  /// The same by the clock of the fleet's database.
  package var reported: Timestamp
  /// When the fleet got it.
  package var received: Timestamp
  /// Seconds by which the site's clock was behind the fleet's when it published; negative ahead.
  package var clockBehind: Int64
  package var isComplete: Bool
  package var version: String
  package var asteriskVersion: String?
  /// What the site tells of persons: `officer`, `auditor` or `admin`.
  package var reader: String
  package var figures: FleetFigures

  package init(
    name: String, host: String, run: Int64, finished: Timestamp, reported: Timestamp,
    received: Timestamp, clockBehind: Int64, isComplete: Bool, version: String,
    asteriskVersion: String?, reader: String, figures: FleetFigures
  ) {
    self.name = name
    self.host = host
    self.run = run
    self.finished = finished
    self.reported = reported
    self.received = received
    self.clockBehind = clockBehind
    self.isComplete = isComplete
    self.version = version
    self.asteriskVersion = asteriskVersion
    self.reader = reader
    self.figures = figures
  }

  package func isSilent(at now: Timestamp, after silence: Age) -> Bool {
    now.epochSeconds &- reported.epochSeconds > silence.seconds
  }

  /// The clock is off by more than networks and time servers explain.
  package var hasWrongClock: Bool { clockBehind.magnitude > Timestamp.clockTolerance }

  func isWorse(than other: FleetSite) -> Bool {
    let (own, others) = (figures.badness, other.figures.badness)
    return own == others ? name < other.name : own > others
  }
}

/// A context of a site: a tenant, where one PBX serves several.
package struct FleetTenant: Sendable, Hashable {
  package var site: String
  package var context: String
  package var mailboxes: Int
  package var retained: Int
  package var overAge: Int
  package var critical: Int
  package var high: Int

  package init(
    site: String, context: String, mailboxes: Int, retained: Int, overAge: Int, critical: Int,
    high: Int
  ) {
    self.site = site
    self.context = context
    self.mailboxes = mailboxes
    self.retained = retained
    self.overAge = overAge
    self.critical = critical
    self.high = high
  }
}

/// A private account that receives the voicemail of several sites.
package struct SharedAccount: Sendable, Hashable {
  /// As far as the sites published it.
  package var address: String
  package var destinationClass: String
  package var sites: Int
  package var mailboxes: Int
  package var hasAudio: Bool
  package var firstSeen: Timestamp
  /// `SITE BOX@CONTEXT`, with commas between.
  package var places: String

  package init(
    address: String, destinationClass: String, sites: Int, mailboxes: Int, hasAudio: Bool,
    firstSeen: Timestamp, places: String
  ) {
    self.address = address
    self.destinationClass = destinationClass
    self.sites = sites
    self.mailboxes = mailboxes
    self.hasAudio = hasAudio
    self.firstSeen = firstSeen
    self.places = places
  }
}

/// A rule, and how many sites fail it.
package struct FleetRule: Sendable, Hashable {
  package var rule: String
  package var severityRank: Int
  package var sites: Int
  package var findings: Int

  package init(rule: String, severityRank: Int, sites: Int, findings: Int) {
    self.rule = rule
    self.severityRank = severityRank
    self.sites = sites
    self.findings = findings
  }

  /// More than half of so many sites fail it, so that it is no matter of one site alone.
  package func isWidespread(among all: Int) -> Bool { all > 1 && sites * 2 > all }
}

/// An edition of a list of domains or PINs, and the sites that judged by it.
package struct FleetList: Sendable, Hashable {
  package var name: String
  package var date: String
  package var entries: Int
  package var sites: Int
  package var names: String

  package init(name: String, date: String, entries: Int, sites: Int, names: String) {
    self.name = name
    self.date = date
    self.entries = entries
    self.sites = sites
    self.names = names
  }
}

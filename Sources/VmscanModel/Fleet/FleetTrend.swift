/// The figures of one published run, as far as trends need them.
package struct FleetRunFigures: Sendable, Hashable {
  package var site: String
  package var run: Int64
  package var time: Timestamp
  package var figures: FleetFigures

  package init(site: String, run: Int64, time: Timestamp, figures: FleetFigures) {
    self.site = site
    self.run = run
    self.time = time
    self.figures = figures
  }
}

/// All sites on one day, each with its latest run up to then.
package struct FleetDay: Sendable, Hashable {
  /// Beginning of the day, UTC.
  package var day: Timestamp
  package var figures: FleetFigures
  /// Sites with a run on that day; the others count with their latest one before.
  package var reporting: Int
  /// Sites that count at all.
  package var sites: Int

  package init(day: Timestamp, figures: FleetFigures, reporting: Int, sites: Int) {
    self.day = day
    self.figures = figures
    self.reporting = reporting
    self.sites = sites
  }

  /// The days from the first run to now, at most so many, oldest first.
  ///
  /// A site that is silent counts with what it said last: a sum that sinks because nobody answered
  /// would look like an improvement.
  package static func trend(
    of runs: [FleetRunFigures], until now: Timestamp, days: Int
  ) -> [FleetDay] {
    let length: Int64 = 86_400
    func number(_ time: Timestamp) -> Int64 { time.epochSeconds.floorDivided(by: length) }
    // A clock that runs ahead must not make days that have not come.
    let last = number(now)
    guard let first = runs.map({ min(number($0.time), last) }).min() else { return [] }
    let byDay = Dictionary(grouping: runs) { min(number($0.time), last) }
    var latest: [String: FleetRunFigures] = [:]
    var all: [FleetDay] = []
    for day in max(first, last - 3_660)...last {
      let today =
        day == max(first, last - 3_660)
        ? runs.filter { min(number($0.time), last) <= day } : byDay[day] ?? []
      for run in today where run.run >= latest[run.site]?.run ?? .min { latest[run.site] = run }
      var figures = FleetFigures()
      for run in latest.values { figures += run.figures }
      all.append(
        FleetDay(
          day: Timestamp(day * length), figures: figures,
          reporting: Set(byDay[day]?.map(\.site) ?? []).count, sites: latest.count))
    }
    return all.suffix(days)
  }
}

/// A figure of a site that is far from what it was in the nights before.
package struct FleetJump: Sendable, Hashable {
  package enum Measure: String, Sendable, CaseIterable {
    case mailboxes, messages, retained, critical, high
  }

  package var site: String
  package var measure: Measure
  /// Median of the runs before, at most seven.
  package var before: Int
  package var now: Int

  package init(site: String, measure: Measure, before: Int, now: Int) {
    self.site = site
    self.measure = measure
    self.before = before
    self.now = now
  }

  /// The jumps of the latest runs: to the double or to the half, and by ten at least; for critical
  /// findings, any that were not there before.
  package static func find(in runs: [FleetRunFigures]) -> [FleetJump] {
    var jumps: [FleetJump] = []
    for (site, own) in Dictionary(grouping: runs, by: \.site) {
      let sorted = own.sorted { $0.run < $1.run }
      guard let latest = sorted.last, sorted.count > 1 else { continue }
      let past = sorted.dropLast().suffix(7)
      for measure in Measure.allCases {
        let values = past.map { measure.value(of: $0.figures) }.sorted()
        let jump = FleetJump(
          site: site, measure: measure, before: values[values.count / 2],
          now: measure.value(of: latest.figures))
        if jump.isWorthSaying { jumps.append(jump) }
      }
    }
    return jumps.sorted { ($0.site, $0.measure.rawValue) < ($1.site, $1.measure.rawValue) }
  }

  private var isWorthSaying: Bool {
    if measure == .critical { return now > before }
    return abs(now - before) >= 10 && (now >= 2 * before || 2 * now <= before)
  }
}

extension FleetJump.Measure {
  func value(of figures: FleetFigures) -> Int {
    switch self {
    case .mailboxes: figures.mailboxes
    case .messages: figures.messages.messages
    case .retained: figures.retained.messages
    case .critical: figures.findings(.critical)
    case .high: figures.findings(.high)
    }
  }
}

extension Int64 {
  fileprivate func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

import VmscanModel

extension Sample {
  /// Two sites, of which one is silent, has another release and says its name in hostile bytes.
  static let fleet: FleetReport = {
    var report = FleetReport(
      now: now, silence: Age(seconds: 30 * 3600),
      sites: [
        site("pbx1", critical: 2, asterisk: "22.10.1"),
        site("pbx2\u{1B}[31m<script>", critical: 0, asterisk: nil, silentDays: 4),
      ])
    let runs = (0..<4).flatMap { day in
      ["pbx1", "pbx2"].map {
        FleetRunFigures(
          site: $0, run: Int64(day + 1), time: daysAgo(Int64(3 - day)),
          figures: figures(critical: day * 3))
      }
    }
    report.trend = FleetDay.trend(of: runs, until: now, days: 90)
    report.jumps = FleetJump.find(in: runs)
    report.tenants = [
      FleetTenant(
        site: "pbx1", context: "sales", mailboxes: 7, retained: 3, overAge: 1, critical: 2, high: 0)
    ]
    report.shared = [
      SharedAccount(
        address: "***@gmail.com", destinationClass: "personal", sites: 2, mailboxes: 2,
        hasAudio: true, firstSeen: daysAgo(9), places: "pbx1 1001@default, pbx2 1001@default")
    ]
    report.rules = [FleetRule(rule: "VM-301", severityRank: 4, sites: 2, findings: 2)]
    report.lists = [
      FleetList(name: "pins", date: "2026-01-01", entries: 100, sites: 1, names: "pbx1"),
      FleetList(name: "pins", date: "2026-06-01", entries: 120, sites: 1, names: "pbx2"),
    ]
    return report
  }()

  private static func figures(critical: Int) -> FleetFigures {
    var figures = FleetFigures()
    figures.mailboxes = 7
    figures.messages = totals(12)
    figures.retained = totals(3)
    figures.overAge = 1
    figures.findings[.critical] = critical
    return figures
  }

  private static func site(
    _ name: String, critical: Int, asterisk: String?, silentDays: Int64 = 0
  ) -> FleetSite {
    FleetSite(
      name: name, host: name, run: 4, finished: daysAgo(silentDays),
      reported: daysAgo(silentDays), received: daysAgo(silentDays), clockBehind: -7,
      isComplete: true, version: "0.1.0", asteriskVersion: asterisk, reader: "officer",
      figures: figures(critical: critical))
  }
}

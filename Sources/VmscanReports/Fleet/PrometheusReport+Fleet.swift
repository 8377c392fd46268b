package import VmscanModel

extension PrometheusReport {
  /// The figures of every site, each sample with its site.
  ///
  /// A silent site keeps its last figures; `vmscan_site_silent` says that they are old.
  package static func fleet(_ report: FleetReport) -> String {
    var page = MetricPage()
    func gauge(_ name: String, _ help: String, _ value: (FleetSite) -> Int64) {
      page.gauge(name, help)
      for site in report.sites { page.sample(value(site), labels: [("site", site.name)]) }
    }
    page.gauge("vmscan_fleet_sites", "Sites that have published a run.")
    page.sample(Int64(report.sites.count))
    page.gauge("vmscan_fleet_silent_sites", "Sites that have not reported for too long.")
    page.sample(Int64(report.silent.count))
    page.gauge("vmscan_fleet_shared_accounts", "Private accounts with mailboxes of several sites.")
    page.sample(Int64(report.shared.count))
    gauge(
      "vmscan_site_reported_timestamp_seconds",
      "End of the site's latest run, in epoch seconds of the fleet's clock."
    ) { $0.reported.epochSeconds }
    gauge("vmscan_site_silent", "1 when the site has not reported for too long.") {
      $0.isSilent(at: report.now, after: report.silence) ? 1 : 0
    }
    gauge("vmscan_site_clock_behind_seconds", "How far the site's clock is behind; negative ahead.")
    { $0.clockBehind }
    gauge("vmscan_site_complete", "1 when everything was read, else figures are too low.") {
      $0.isComplete ? 1 : 0
    }
    gauge("vmscan_site_mailboxes", "Mailboxes in the configuration or the spool.") {
      Int64($0.figures.mailboxes)
    }
    gauge("vmscan_site_messages", "Messages kept in all folders.") {
      Int64($0.figures.messages.messages)
    }
    gauge("vmscan_site_message_size_bytes", "Size of the messages kept.") {
      $0.figures.messages.bytes.bytes
    }
    gauge("vmscan_site_retained_emailed_messages", "Messages that were e-mailed and are kept.") {
      Int64($0.figures.retained.messages)
    }
    gauge("vmscan_site_over_age_messages", "Messages older than the policy allows.") {
      Int64($0.figures.overAge)
    }
    page.gauge("vmscan_site_findings", "Findings of the latest run that are new or open.")
    for site in report.sites {
      for severity in Severity.allCases {
        page.sample(
          Int64(site.figures.findings(severity)),
          labels: [("site", site.name), ("severity", severity.rawValue)])
      }
    }
    return page.text
  }
}

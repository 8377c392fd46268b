import VmscanModel
import VmscanReports
import VmscanStore

/// The figures of the latest run and of the maintenance for the node exporter.
struct MaintenanceMetrics {
  let settings: Settings
  let now: Timestamp
  let status: ExitStatus

  /// The exposition text.
  ///
  /// - Throws: `CommandFailure` when history cannot be read.
  func text() throws -> String {
    let store = try History.reading(settings)
    let site = try SiteChoice(settings: settings).choose(in: store)
    return try History.failing {
      let runs = try store.runs(site: site?.id)
      let complete = runs.last { $0.isComplete }.map(\.run.finished)
      let scan =
        try store.report(site: site?.id).map { PrometheusReport.text($0, lastComplete: complete) }
        ?? ""
      return scan + maintenance(try store.statistics(), runs: runs.count)
    }
  }

  private func maintenance(_ size: StoreStatistics, runs: Int) -> String {
    gauge(
      "vmscan_maintenance_timestamp_seconds", "End of the latest maintenance, in epoch seconds.",
      now.epochSeconds)
      + gauge(
        "vmscan_maintenance_success", "1 when every step of the latest maintenance succeeded.",
        status == .success ? 1 : 0)
      + gauge("vmscan_history_size_bytes", "Size of the history on disk.", size.bytes.bytes)
      + gauge("vmscan_history_runs", "Recorded runs that are kept.", Int64(runs))
  }

  private func gauge(_ name: String, _ help: String, _ value: Int64) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(name) \(value)\n"
  }
}

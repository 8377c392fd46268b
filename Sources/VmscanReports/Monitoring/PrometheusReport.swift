package import VmscanModel

/// The figures of a scan for the node exporter's textfile collector.
///
/// No sample carries a timestamp, each carries its site, and no label names a mailbox. Figures that are zero are exported
/// as zero. The caller writes the file beside its place and renames it.
package enum PrometheusReport {
  /// The exposition text; `lastComplete` is the end of the latest earlier run that read everything.
  package static func text(_ report: ScanReport, lastComplete: Timestamp? = nil) -> String {
    var page = MetricPage(common: [("site", report.run.site.names[0])])
    addRun(report, lastComplete: lastComplete, to: &page)
    addAmounts(report.totals, to: &page)
    addQuarantine(report.totals.quarantined, to: &page)
    addClasses(report.totals, to: &page)
    addPINs(report.totals.pins, to: &page)
    addLogins(report, to: &page)
    addFindings(report, to: &page)
    return page.text
  }

  private static func addRun(
    _ report: ScanReport, lastComplete: Timestamp?, to page: inout MetricPage
  ) {
    let run = report.run
    page.gauge("vmscan_build_info", "Version of the program that scanned.")
    page.sample(1, labels: [("version", run.version)])
    page.gauge("vmscan_data_list_info", "Lists of domains and PINs the judgement rests on.")
    for list in report.lists {
      page.sample(1, labels: [("name", list.name), ("date", list.date)])
    }
    page.gauge("vmscan_last_run_timestamp_seconds", "End of the latest scan, in epoch seconds.")
    page.sample(run.finished.epochSeconds)
    page.gauge(
      "vmscan_last_success_timestamp_seconds",
      "End of the latest scan that read everything, in epoch seconds; 0 when there is none.")
    let success = report.coverage.isComplete ? run.finished : lastComplete
    page.sample(success?.epochSeconds ?? 0)
    page.gauge("vmscan_run_duration_seconds", "How long the latest scan took.")
    page.sample(max(0, run.finished.epochSeconds &- run.started.epochSeconds))
    page.gauge("vmscan_coverage_complete", "1 when everything was read, else figures are too low.")
    page.sample(report.coverage.isComplete ? 1 : 0)
    page.gauge("vmscan_coverage_problems", "Places that could not be read and may hide voicemail.")
    page.sample(Int64(report.coverage.problems.count(where: \.hidesData)))
  }

  private static func addAmounts(_ totals: ReportTotals, to page: inout MetricPage) {
    page.gauge("vmscan_mailboxes", "Mailboxes in the configuration or the spool.")
    page.sample(Int64(totals.mailboxes))
    page.gauge("vmscan_messages", "Messages kept in all folders.")
    page.sample(Int64(totals.messages.messages))
    page.gauge("vmscan_message_size_bytes", "Size of the messages kept.")
    page.sample(totals.messages.bytes.bytes)
    page.gauge("vmscan_audio_duration_seconds", "Length of the audio kept.")
    page.sample(totals.messages.seconds)
    page.gauge("vmscan_retained_emailed_messages", "Messages that were e-mailed and are kept.")
    page.sample(Int64(totals.retainedEmailed.messages))
    page.gauge("vmscan_over_age_messages", "Messages older than the policy allows.")
    page.sample(Int64(totals.overAge.messages))
    page.gauge(
      "vmscan_oldest_message_timestamp_seconds",
      "Time of the oldest message, in epoch seconds; 0 when there is none.")
    page.sample(totals.oldest?.epochSeconds ?? 0)
  }

  /// Nothing at all when it was not read: a zero would be a lie.
  private static func addQuarantine(_ totals: QuarantineTotals, to page: inout MetricPage) {
    guard totals.reading != .notRead else { return }
    page.gauge(
      "vmscan_quarantined_messages",
      "Removed messages that wait in quarantine and are still kept; absent when not read.")
    page.sample(Int64(totals.amount.messages))
    page.gauge("vmscan_quarantined_size_bytes", "Size of the messages in quarantine.")
    page.sample(totals.amount.bytes.bytes)
    page.gauge(
      "vmscan_quarantined_audio_duration_seconds", "Length of the audio in quarantine.")
    page.sample(totals.amount.seconds)
    page.gauge(
      "vmscan_quarantined_oldest_message_timestamp_seconds",
      "Time of the oldest message in quarantine, in epoch seconds; 0 when there is none.")
    page.sample(totals.oldest?.epochSeconds ?? 0)
    page.gauge(
      "vmscan_quarantined_end_timestamp_seconds",
      "When the last message in quarantine may be unlinked, in epoch seconds; 0 when none waits.")
    page.sample(totals.lastEnd?.epochSeconds ?? 0)
  }

  private static func addClasses(_ totals: ReportTotals, to page: inout MetricPage) {
    page.gauge("vmscan_messages_by_grade", "Messages by how well it is known they were e-mailed.")
    for grade in EmailGrade.allCases {
      page.sample(
        Int64(totals.byGrade[grade]?.messages ?? 0), labels: [("grade", grade.rawValue)])
    }
    page.gauge(
      "vmscan_destination_mailboxes",
      "Mailboxes with a recipient of the class; audio=yes when they send recordings there.")
    for kind in DestinationClass.allCases {
      let sums = totals.byDestinationClass[kind] ?? DestinationTotals()
      page.sample(Int64(sums.withAudio), labels: [("class", kind.rawValue), ("audio", "yes")])
      page.sample(
        Int64(max(0, sums.mailboxes - sums.withAudio)),
        labels: [("class", kind.rawValue), ("audio", "no")])
    }
  }

  private static func addPINs(_ pins: PINTotals, to page: inout MetricPage) {
    page.gauge("vmscan_pin_mailboxes", "Mailboxes by what was said of their PIN.")
    for strength in PINStrength.allCases {
      page.sample(
        Int64(pins.byStrength[strength] ?? 0), labels: [("strength", strength.rawValue)])
    }
  }

  /// Nothing at all for a run that did not count them: a zero would be a lie.
  private static func addLogins(_ report: ScanReport, to page: inout MetricPage) {
    guard let logins = report.totals.logins else { return }
    page.gauge("vmscan_logins", "Devices and accounts by what a stranger meets there.")
    for kind in LoginTotals.kinds {
      for state in LoginState.allCases {
        page.sample(
          Int64(logins[kind, state]), labels: [("kind", kind), ("state", state.rawValue)])
      }
    }
    page.gauge("vmscan_listeners", "Sockets that Asterisk listens at, as its files say.")
    for service in Listener.Service.allCases {
      for reach in [Listener.Reach.loopback, .network] {
        for isTLS in [false, true] {
          let count = report.credentials.listeners.count {
            $0.service == service && $0.reach == reach && $0.isTLS == isTLS
          }
          page.sample(
            Int64(count),
            labels: [
              ("service", service.rawValue), ("reach", reach.rawValue),
              ("tls", isTLS ? "yes" : "no"),
            ])
        }
      }
    }
  }

  private static func addFindings(_ report: ScanReport, to page: inout MetricPage) {
    page.gauge("vmscan_findings", "Findings of the latest scan.")
    for severity in Severity.allCases {
      for status in [ReportedFinding.Status.new, .open, .accepted] {
        let count = report.findings.count { $0.severity == severity && $0.status == status }
        page.sample(
          Int64(count), labels: [("severity", severity.rawValue), ("status", status.rawValue)])
      }
    }
    page.gauge("vmscan_findings_solved", "Findings of the run before that are gone.")
    page.sample(Int64(report.solved.count))
  }
}

import Testing
import VmscanModel
import VmscanReports

struct PrometheusReportTests {
  /// The text without the label of the site, which holds a host and a path.
  private func bare(_ text: String) -> String {
    text.replacing(/site="(?:\\.|[^"\\])*",?/, with: "").replacing("{}", with: "")
  }

  @Test func `textfile`() {
    Golden.expect(
      PrometheusReport.text(Sample.incomplete, lastComplete: Sample.daysAgo(1)),
      matches: "scan.prom")
  }

  @Test func `zeros are exported`() {
    let text = bare(PrometheusReport.text(Sample.empty))
    #expect(text.contains("vmscan_messages 0\n"))
    #expect(text.contains("vmscan_findings{severity=\"critical\",status=\"new\"} 0\n"))
    #expect(text.contains("vmscan_messages_by_grade{grade=\"noticeOnly\"} 0\n"))
  }

  @Test func `success means that everything was read`() {
    let finished = Sample.run.finished.epochSeconds
    #expect(
      bare(PrometheusReport.text(Sample.report))
        .contains("vmscan_last_success_timestamp_seconds \(finished)\n"))
    #expect(
      bare(PrometheusReport.text(Sample.incomplete))
        .contains("vmscan_last_success_timestamp_seconds 0\n"))
  }

  @Test(arguments: [Sample.report, Sample.hostile, Sample.empty])
  func `samples have no timestamp, no mailbox and every one its help and type`(report: ScanReport) {
    let whole = PrometheusReport.text(report)
    Invariants.expectInert(whole)
    let text = bare(whole)
    #expect(
      whole.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.contains("{site=\"") })
    #expect(!text.contains("1001") && !text.contains("default") && !text.contains("script"))
    var declared: Set<Substring> = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# TYPE ") {
        declared.insert(line.split(separator: " ")[2])
      } else if !line.hasPrefix("#") {
        let name = line.prefix { $0 != "{" && $0 != " " }
        #expect(declared.contains(name))
        let value = line.drop { $0 != "}" }.dropFirst().split(separator: " ")
        #expect(value.count == 1 || line.split(separator: " ").count == 2)
      }
    }
  }

  @Test func `a hostile version cannot add a label`() {
    var report = Sample.report
    report.run.version = "1\"} 1\nevil{a=\"\\"
    #expect(
      bare(PrometheusReport.text(report))
        .contains("vmscan_build_info{version=\"1\\\"} 1\\\\u{A}evil{a=\\\"\\\\\"} 1\n"))
  }

  @Test(.enabled(if: Tool.hasPromtool, "promtool is not installed"))
  func `promtool has nothing to say`() {
    let folder = Tool.temporaryDirectory()
    Golden.write(PrometheusReport.text(Sample.hostile), to: "\(folder)/vmscan.prom")
    #expect(Tool.run("promtool check metrics <\(folder)/vmscan.prom >\(folder)/said 2>&1") == 0)
    #expect(Golden.read("\(folder)/said") == "")
    _ = Tool.run("rm -r \(folder)")
  }
}

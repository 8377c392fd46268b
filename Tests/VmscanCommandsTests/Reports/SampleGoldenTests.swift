import Testing
import VmscanTestSupport

@testable import VmscanCommands

/// Every format of a report over the spool that real Asterisk made, byte for byte.
struct SampleGoldenTests {
  static let forms: [(name: String, words: [String])] = [
    ("sample.txt", ["--format", "text"]), ("sample.json", ["--format", "json"]),
    ("sample.ndjson", ["--format", "ndjson", "--severity", "critical"]),
    ("sample.sarif", ["--format", "sarif", "--severity", "critical"]),
    ("sample.prom", ["--format", "prometheus"]), ("sample.html", ["--format", "html"]),
    ("sample-findings.csv", ["--format", "csv", "--severity", "high"]),
    ("sample-mailboxes.csv", ["--format", "csv", "--table", "mailboxes"]),
    ("sample-recipients.csv", ["--format", "csv", "--table", "recipients"]),
    ("sample-folders.csv", ["--format", "csv", "--table", "folders"]),
    ("sample-officer.txt", ["--reader", "officer"]),
    ("sample-since.txt", ["--since", "20d", "--rule", "VM-101"]),
    ("sample-hipaa.txt", ["--requirement", "HIPAA 164.312(b)"]),
    ("sample-hipaa.json", ["--requirement", "164.312(b)", "--format", "json"]),
  ]

  /// Two runs with an acceptance between them.
  private func site() throws -> TestSite {
    let site = try TestSite.sample()
    // The fingerprint of a finding about a file depends on the directory's random name.
    let skipped = ["--skip", "VM-871"]
    #expect(site.scan(["--quiet"] + skipped, now: "2026-12-01T00:00:00Z").status == .success)
    let accepted = site.run(
      "accept", "add", "--rule", "VM-101", "--mailbox", "1005@default", "--owner",
      "Records Office", "--reason", "contract 17", "--expires", "2027-06-30",
      now: "2026-12-02T00:00:00Z")
    #expect(accepted.status == .success)
    #expect(site.scan(["--quiet"] + skipped, now: "2026-12-31T00:00:00Z").status == .success)
    return site
  }

  @Test
  func `the sample in every format`() throws {
    let site = try site()
    for (name, words) in Self.forms {
      let report = site.run(["report"] + words, now: "2026-12-31T00:00:00Z")
      #expect(report.status == .success, "\(name): \(report.errors)")
      #expect(Golden.difference(report.output, from: "expected/reports/\(name)") == nil, "\(name)")
    }
  }

  @Test
  func `the lists of history`() throws {
    let site = try site()
    let lists: [(name: String, words: [String])] = [
      ("history-trend.txt", ["trend"]), ("history-trend.json", ["trend", "--format", "json"]),
      ("history-findings.txt", ["findings", "--rule", "VM-101"]),
      ("history-recipients.txt", ["recipients", "1006@default"]),
      ("history-actions.csv", ["actions", "--format", "csv", "--kind", "none"]),
    ]
    for (name, words) in lists {
      let list = site.run(["history"] + words, now: "2026-12-31T00:00:00Z")
      #expect(list.status == .success, "\(name): \(list.errors)")
      #expect(Golden.difference(list.output, from: "expected/reports/\(name)") == nil, "\(name)")
    }
  }

  @Test
  func `no line of a terminal report is wider than 80 columns`() throws {
    let site = try site()
    for words in [
      ["report"], ["report", "--since", "20d"], ["history", "trend"], ["accept", "list"],
    ] {
      let shown = site.run(
        words + ["--no-color"], now: "2026-12-31T00:00:00Z",
        terminal: Terminal(outputIsTerminal: true, width: 80))
      #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(words)")
    }
  }
}

import FoundationEssentials
import Testing
import VmscanModel
import VmscanReports

struct SARIFReportTests {
  private func text(_ report: ScanReport, rules: [RuleDocument] = Sample.rules) throws -> String {
    var bytes: [UInt8] = []
    try SARIFReport().scan(report, rules: rules) { bytes += $0 }
    return try #require(String(validating: bytes, as: UTF8.self))
  }

  private struct Log: Decodable {
    struct Run: Decodable {
      var tool: Tool
      var results: [Result]
    }
    struct Tool: Decodable { var driver: Driver }
    struct Driver: Decodable { var rules: [Rule] }
    struct Rule: Decodable { var id: String }
    struct Result: Decodable {
      var ruleId: String
      var ruleIndex: Int
      var baselineState: String?
      var suppressions: [Suppression]
      var partialFingerprints: [String: String]
    }
    struct Suppression: Decodable { var status: String }
    var version: String
    var runs: [Run]
  }

  private func decoded(_ report: ScanReport) throws -> Log.Run {
    let log = try JSONDecoder().decode(Log.self, from: Data(text(report).utf8))
    #expect(log.version == "2.1.0")
    return try #require(log.runs.first)
  }

  @Test func `findings with their states`() throws {
    Golden.expect(try text(Sample.incomplete), matches: "scan.sarif")
  }

  @Test func `every result points at its rule and has a fingerprint`() throws {
    let run = try decoded(Sample.report)
    #expect(run.results.count == Sample.report.findings.count + Sample.report.solved.count)
    for result in run.results {
      #expect(run.tool.driver.rules[result.ruleIndex].id == result.ruleId)
      #expect(result.partialFingerprints["vmscanFinding/v1"]?.count == 32)
    }
  }

  @Test func `new, unchanged, absent and suppressed are told apart`() throws {
    let results = try decoded(Sample.report).results
    #expect(results.count { $0.baselineState == "new" } == 2)
    #expect(results.count { $0.baselineState == "absent" } == 1)
    #expect(results.count { $0.suppressions.first?.status == "accepted" } == 1)
  }

  @Test func `a first run has no baseline to compare with`() throws {
    var first = Sample.report
    first.run.previous = nil
    #expect(try decoded(first).results.allSatisfy { $0.baselineState == nil })
  }

  @Test func `hostile names are inert and paths are valid URIs`() throws {
    let output = try text(Sample.hostile, rules: Sample.hostileBackground.rules)
    Invariants.expectInert(output)
    for line in output.split(separator: "\n") where line.contains("\"uri\" :") {
      let uri = line.split(separator: "\"")[3]
      #expect(uri.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\\^`{|}".utf8.contains($0) })
    }
  }
}

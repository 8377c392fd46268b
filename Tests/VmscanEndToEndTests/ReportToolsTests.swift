import Foundation
import Testing

/// What the program writes, judged by tools that are not ours.
struct ReportToolsTests {
  private let site: SampleSite

  init() throws { site = try SampleSite() }

  @Test(.enabled(if: Tools.hasValidator, "python3 with the package jsonschema is not installed"))
  func `an independent validator accepts every JSON form by the published schema`() throws {
    let documents: [(schema: String, words: [String])] = [
      ("scan", ["report", "--format", "json"]),
      ("scan", ["report", "--format", "json", "--since", "1d", "--reader", "officer"]),
      ("mailboxes", ["mailboxes", "--format", "json"] + site.places),
      ("messages", ["messages", "--format", "json"] + site.places),
    ]
    for (schema, words) in documents {
      let published = try Program.vmscan("report", "--schema", schema)
      #expect(published.status == 0)
      try site.write(published.output, to: "schema.json")
      let document = try site.vmscan(words)
      #expect(document.status == 0, "\(document.errors)")
      try site.write(document.output, to: "document.json")
      let said = try Tools.run(
        "scripts/validate-json", site.path("schema.json"), site.path("document.json"))
      #expect(said.status == 0, "\(words): \(said.errors)")
    }
  }

  @Test(.enabled(if: Tools.hasPromtool, "promtool, of Debian's package prometheus, is missing"))
  func `promtool has nothing to say of the metrics file, which everybody may read`() throws {
    let file = site.path("vmscan.prom")
    let made = try site.vmscan(["report", "--format", "prometheus", "--output", file])
    #expect(made.status == 0, "\(made.errors)")
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o644)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(!text.contains(/vmscan_last_success_timestamp_seconds\{[^}]*\} 0\n/))
    let said = try Program.run("/bin/sh", ["-c", "promtool check metrics <'\(file)'"])
    #expect(said.status == 0 && said.output.isEmpty && said.errors.isEmpty, "\(said)")
  }

  @Test(.enabled(if: Tools.hasBrowser, "python3 and Chromium are not both installed"))
  func `a browser shows the pages without a complaint, on a phone too`() throws {
    let pages: [(name: String, words: [String])] = [
      ("summary.html", ["report", "--since", "1d", "--format", "html"]),
      ("journal.html", ["history", "actions", "--format", "html"]),
    ]
    for (name, words) in pages {
      let made = try site.vmscan(words + ["--output", site.path(name)])
      #expect(made.status == 0, "\(made.errors)")
      let said = try Tools.run("scripts/check-html", site.path(name))
      #expect(said.status == 0, "\(said.errors)")
    }
  }

  @Test
  func `SARIF has its fixed shape and every result its rule`() throws {
    let made = try site.vmscan(["report", "--format", "sarif"])
    let log = try JSONDecoder().decode(SARIF.self, from: Data(made.output.utf8))
    #expect(log.version == "2.1.0")
    let run = try #require(log.runs.first)
    #expect(log.runs.count == 1 && run.tool.driver.name == "vmscan")
    #expect(!run.results.isEmpty)
    for result in run.results {
      #expect(run.tool.driver.rules[result.ruleIndex].id == result.ruleId)
      #expect(["none", "note", "warning", "error"].contains(result.level))
      #expect(!result.message.text.isEmpty)
    }
  }

  @Test(
    .enabled(
      if: Tools.hasSarif, "no sarif-tools in .build/judges: scripts/judges installs it from PyPI"))
  func `sarif diff finds nothing new in an unchanged site`() throws {
    let (before, after) = (site.path("before.sarif"), site.path("after.sarif"))
    for (file, now) in [(before, "2027-01-02T00:00:00Z"), (after, "2027-01-03T00:00:00Z")] {
      let scan = try site.vmscan(
        ["scan", "--quiet", "--format", "sarif", "--output", file] + site.places, now: now)
      #expect(scan.status == 0, "\(scan.errors)")
    }
    let said = try Program.run(
      Tools.sarif, ["diff", "--output", site.path("diff.json"), before, after])
    #expect(said.status == 0, "\(said.errors)")
    let diff = try JSONDecoder().decode(
      [String: SARIFDifference].self, from: Data(contentsOf: URL(filePath: site.path("diff.json"))))
    #expect(diff["all"] == SARIFDifference(more: 0, fewer: 0), "\(diff)")
    #expect(try String(contentsOfFile: before, encoding: .utf8).contains("\"messageStrings\""))
  }

  @Test
  func `check answers as a plugin does`() throws {
    let good = try site.vmscan(["check", "--warning", "high=1000", "--critical", "critical=1000"])
    #expect(good.status == 0 && good.output.hasPrefix("VMSCAN OK - "), "\(good)")
    #expect(try site.vmscan(["check", "--critical", "critical=1000"]).status == 1)
    #expect(try site.vmscan(["check"]).status == 2)
    let wrong = try site.vmscan(["check", "--warning"])
    #expect(wrong.status == 3 && wrong.output.hasPrefix("VMSCAN UNKNOWN - "), "\(wrong)")
    let nothing = try Program.vmscan("check", "--db", site.path("nowhere.db"))
    #expect(nothing.status == 3 && nothing.output.hasPrefix("VMSCAN UNKNOWN - "), "\(nothing)")
  }

  @Test
  func `a damaged journal ends verify with 6`() throws {
    let accepted = try site.vmscan([
      "accept", "add", "--rule", "VM-101", "--owner", "a", "--reason", "b", "--no-expiry",
    ])
    #expect(accepted.status == 0, "\(accepted.errors)")
    #expect(try site.vmscan(["history", "verify"]).status == 0)
    var bytes = try Data(contentsOf: URL(filePath: site.database))
    let place = try #require(bytes.range(of: Data("\"owner\":\"a\"".utf8)))
    bytes.replaceSubrange(place, with: Data("\"owner\":\"z\"".utf8))
    try bytes.write(to: URL(filePath: site.database))
    let said = try site.vmscan(["history", "verify"])
    #expect(said.status == 6)
    #expect(said.output.contains("was altered"))
    #expect(try site.vmscan(["history", "actions"]).status == 6)
  }
}

/// The sample of a real Asterisk, scanned twice.
private struct SampleSite {
  let scratch: Scratch
  let database: String
  let places: [String]

  init() throws {
    scratch = try Scratch()
    let archive = Program.fixtures.appending(path: "asterisk-22/spool.tar.gz").path
    _ = try Program.run("/bin/tar", ["xzf", archive, "-C", scratch.path])
    database = scratch.path + "/vmscan.db"
    places = [
      "--asterisk-etc", Program.fixtures.appending(path: "asterisk-22/etc").path, "--spool",
      scratch.path + "/voicemail", "--own-domain", "example.com",
    ]
    for now in ["2026-12-01T00:00:00Z", "2026-12-31T00:00:00Z"] {
      let scan = try vmscan(["scan", "--quiet"] + places, now: now)
      #expect(scan.status == 0, "\(scan.errors)")
    }
  }

  func path(_ name: String) -> String { "\(scratch.path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: path(name), atomically: true, encoding: .utf8)
  }

  func vmscan(_ words: [String], now: String = "2026-12-31T01:00:00Z") throws -> Finished {
    try Program.run(
      Program.vmscan, words + ["--db", database, "--config", "/dev/null", "--now", now])
  }
}

/// The parts of SARIF 2.1.0 that every reader of it needs.
private struct SARIF: Decodable {
  struct Rule: Decodable { var id: String }
  struct Driver: Decodable { var name: String, rules: [Rule] }
  struct Tool: Decodable { var driver: Driver }
  struct Message: Decodable { var text: String }
  struct Result: Decodable {
    var ruleId: String, ruleIndex: Int, level: String, message: Message
  }
  struct Run: Decodable { var tool: Tool, results: [Result] }
  var version: String
  var runs: [Run]
}

/// How many results a log has more and fewer than another, as sarif-tools 3.0.5 counts them.
private struct SARIFDifference: Decodable, Equatable {
  var more: Int
  var fewer: Int

  private enum CodingKeys: String, CodingKey { case more = "+", fewer = "-" }
}

/// Checkers that are not part of the product.
enum Tools {
  static let hasValidator = succeeds("python3 scripts/validate-json --probe")
  static let hasPromtool = succeeds("command -v promtool")
  static let hasBrowser = succeeds(
    "command -v python3 && { command -v chromium || command -v chromium-browser; }")

  static let sarif = Program.root.appending(path: ".build/judges/bin/sarif").path
  static let hasSarif = FileManager.default.isExecutableFile(atPath: sarif)

  static func run(_ script: String, _ arguments: String...) throws -> Finished {
    try Program.run(Program.root.appending(path: script).path, arguments)
  }

  private static func succeeds(_ command: String) -> Bool {
    let done = try? Program.run("/bin/sh", ["-c", "cd '\(Program.root.path)' && \(command)"])
    return done?.status == 0
  }
}

import Foundation
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// The documents a reader follows: every command in them is run, every link leads somewhere.
struct DocumentTests {
  private static let root = Fixtures.path("").components(separatedBy: "/Tests/")[0]

  static let names: [String] = {
    let docs = (try? FileManager.default.contentsOfDirectory(atPath: root + "/docs")) ?? []
    return ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
      + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
  }()

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: Self.root + "/" + name, encoding: .utf8)
  }

  @Test(arguments: names)
  func `every command of a document works`(name: String) throws {
    let document = try text(name)
    let commands = Self.commands(in: document)
    guard !commands.isEmpty else { return }
    let site = try TestSite.ownSample()
    if let policy = Self.block("yaml", in: document) { try site.write(policy, to: "policy.yaml") }
    // Two earlier nights, so that something can be compared.
    for night in ["2026-12-24T02:00:00Z", "2027-01-10T02:00:00Z"] {
      #expect(run("vmscan scan --quiet", on: site, now: night).status != .badConfiguration)
    }
    for command in commands {
      let outcome = run(command, on: site, now: "2027-02-15T08:00:00Z")
      let isGood =
        command.hasPrefix("vmscan check")
        || [.success, .findings, .incomplete].contains(outcome.status)
      #expect(isGood, "\(name): \(command): \(outcome.status)\n\(outcome.errors)\(outcome.output)")
    }
  }

  @Test(arguments: names)
  func `every script and every file that a document names exists`(name: String) throws {
    let document = try text(name)
    for found in document.matches(of: /(?:^|[\s`(])(scripts\/[a-z-]+)/) {
      #expect(
        FileManager.default.isExecutableFile(atPath: Self.root + "/" + found.1), "\(found.1)")
    }
    let folder = name.hasPrefix("docs/") ? "/docs/" : "/"
    for found in document.matches(of: /\]\(([^)#:]+)(?:#[^)]*)?\)/) {
      #expect(
        FileManager.default.fileExists(atPath: Self.root + folder + found.1), "\(name): \(found.1)")
    }
  }

  @Test
  func `the first page is short`() throws {
    #expect(try text("README.md").split(whereSeparator: \.isWhitespace).count < 900)
  }

  @Test
  func `the stored reference is what the program says`() throws {
    #expect(
      try text("docs/reference.md") == Reference.markdown(),
      "stale; run: scripts/generate")
    for key in SettingKey.allCases {
      #expect(Reference.markdown().contains("### \(key.rawValue)\n"))
    }
  }

  // MARK: - Commands

  /// What follows a prompt, `# vmscan …` or `$ vmscan …`, in a block of a console.
  static func commands(in document: String) -> [String] {
    var commands: [String] = []
    var isConsole = false
    for line in document.split(separator: "\n") {
      let line = line.drop { $0 == " " }
      if line.hasPrefix("```") {
        isConsole = line.hasPrefix("```console")
      } else if isConsole, line.hasPrefix("# vmscan ") || line.hasPrefix("$ vmscan ") {
        commands.append(String(line.dropFirst(2)))
      }
    }
    return commands
  }

  private static func block(_ kind: String, in document: String) -> String? {
    document.components(separatedBy: "```\(kind)\n").dropFirst().first?
      .components(separatedBy: "```").first
  }

  private func run(_ command: String, on site: TestSite, now: String) -> Outcome {
    var words = Self.words(command).map { word in
      ["summary.html", "review.plan", "policy.yaml"].contains(word) ? "\(site.path)/\(word)" : word
    }
    words.removeFirst()
    let isFirst = words.first == "init"
    if isFirst { words += ["--asterisk-etc", site.etc, "--yes"] }
    if !words.contains("--now") { words += ["--now", now] }
    let (out, err) = (MemorySink(), MemorySink())
    let time = Timestamp(parsing: now) ?? Timestamp(0)
    var context = RunContext(
      out: out, err: err,
      environment: [
        "VMSCAN_CONFIG": site.path + (isFirst ? "/first.yaml" : "/vmscan.yaml"),
        "VMSCAN_DB": site.database, "VMSCAN_ASTERISK_ETC": site.etc, "VMSCAN_SPOOL": site.spool,
        "VMSCAN_OWN_DOMAINS": "example.com,example.org",
      ], clock: { time }, terminal: Terminal(), hostName: "pbx.example.com", user: "vmscan",
      arguments: ["vmscan"] + words, readLine: { nil }, interruption: Interruption())
    context.machineRoot = site.path + "/machine"
    let status = EntryPoint.run(words, in: context)
    return Outcome(status: status, output: out.text, errors: err.text)
  }

  /// As a shell takes them, with double quotes alone.
  private static func words(_ command: String) -> [String] {
    command.components(separatedBy: "\"").enumerated().flatMap { index, part in
      index % 2 == 1 ? [part] : part.split(separator: " ").map(String.init)
    }
  }
}

import Testing
import VmscanModel
import VmscanStore
import VmscanTestSupport

@testable import VmscanCommands

/// What history says is about the site that is asked for, and about no other.
struct SiteChoiceTests {
  private static let (first, second) = ("2026-12-01T00:00:00Z", "2026-12-01T01:00:00Z")
  private let real: TestSite
  private let copy: TestSite

  /// A site with a critical finding, and a copy of another spool scanned into the same history.
  init() throws {
    real = try TestSite.lines("1001 => ,Alice Example,alice@mailinator.com")
    copy = try TestSite.lines("2001 => 839201,Bob Example,bob@example.com")
    #expect(real.scan("--quiet", now: Self.first).status != .badConfiguration)
  }

  private func scanCopy() -> Outcome {
    copyWords(["scan", "--own-domain", "example.com", "--quiet"])
  }

  /// A command on the real site's history that means the copy.
  private func copyWords(_ words: [String]) -> Outcome {
    run(words + ["--asterisk-etc", copy.etc, "--spool", copy.spool])
  }

  private func run(_ words: [String]) -> Outcome { real.run(words, now: Self.second) }

  private func place(_ site: TestSite) -> [String] { ["--spool", site.spool] }

  @Test
  func `one scan of a copied spool hides no critical finding of the real one`() throws {
    let before = run(["check"])
    #expect(before.status == .usage && before.output.contains("CRITICAL"), "\(before.output)")
    #expect(scanCopy().status == .success)
    for words in [place(real), ["--asterisk-etc", real.etc]] {
      let check = run(["check"] + words)
      #expect(check.status == .usage && check.output.contains("CRITICAL"), "\(check.output)")
      let report = run(["report"] + words)
      #expect(report.output.contains("1001@default") && !report.output.contains("2001@default"))
    }
    try real.write(
      try real.read("vmscan.yaml") + "asteriskEtc: \(real.etc)\nspool: \(real.spool)\n",
      to: "vmscan.yaml")
    #expect(run(["check"]).status == .usage)
    #expect(run(["report"]).output.contains("1001@default"))
    #expect(copyWords(["check"]).status == .success)
    #expect(copyWords(["report"]).output.contains("2001@default"))
  }

  static let readers: [[String]] = [
    ["report"], ["check"], ["history", "runs"], ["history", "trend"], ["history", "findings"],
    ["history", "recipients", "1001@default"], ["accept", "list"],
  ]

  @Test(arguments: readers)
  func `with several sites and none named it refuses and lists them`(words: [String]) throws {
    #expect(run(words).output.isEmpty == false)
    _ = scanCopy()
    let done = run(words)
    let said = done.output + done.errors
    #expect(done.status == (words[0] == "check" ? .incomplete : .usage), "\(said)")
    #expect(said.contains("2 sites in history"), "\(said)")
    #expect(said.contains("'pbx.example.com:\(real.path.isEmpty ? "" : "/tmp/vmscan-golden.")"))
  }

  @Test(arguments: readers)
  func `the site that is named is meant, by name, host or spool`(words: [String]) throws {
    var alone: [Outcome] = []
    alone.append(run(words))
    _ = scanCopy()
    for name in ["pbx.example.com:\(real.spool)", real.spool] {
      let done = run(words + ["--site", name])
      #expect(done.output == alone[0].output, "\(done.errors)")
      #expect(done.status == alone[0].status)
    }
    let ambiguous = run(words + ["--site", "pbx.example.com"])
    #expect((ambiguous.output + ambiguous.errors).contains("'pbx.example.com' may mean 2 sites"))
    let unknown = run(words + ["--site", "elsewhere"])
    #expect((unknown.output + unknown.errors).contains("cannot find site 'elsewhere'"))
    #expect(unknown.status == (words[0] == "check" ? .incomplete : .usage))
  }

  @Test
  func `a spool that was never scanned has no report`() throws {
    for words in [["report"], ["history", "runs"]] {
      let done = run(words + place(copy))
      #expect(done.status == .usage, "\(done.output)")
      #expect(done.errors.contains("cannot find a run of spool"), "\(done.errors)")
    }
    let check = run(["check"] + place(copy))
    #expect(check.status == .incomplete && check.output.contains("cannot find a run of spool"))
    // The same where the settings name it.
    try real.write(
      try real.read("vmscan.yaml") + "spool: \(copy.spool)\n", to: "vmscan.yaml")
    #expect(run(["check"]).status == .incomplete)
    #expect(run(["report"]).status == .usage)
  }

  @Test
  func `a run is of one site, whatever else is named`() throws {
    _ = scanCopy()
    #expect(run(["report", "--run", "1"]).output.contains("1001@default"))
    #expect(run(["report", "--run", "2"] + place(copy)).status == .success)
    let wrong = run(["report", "--run", "2"] + place(real))
    #expect(wrong.status == .usage && wrong.errors.contains("cannot take run 2"))
    let compared = run(["report", "--compare", "1"] + place(copy))
    #expect(compared.status == .usage && compared.errors.contains("cannot compare with run 1"))
    #expect(run(["report", "--run", "9"]).status == .usage)
  }

  @Test
  func `a host of its own name is a site of its own`() throws {
    try real.write(
      try real.read("vmscan.yaml") + "host: pbx2\n", to: "vmscan.yaml")
    let scan = real.scan("--format", "json", now: Self.second)
    #expect(scan.output.contains(#""host" : "pbx2""#))
    let sites = run(["history", "sites", "--format", "csv"]).output
    #expect(sites.contains("pbx.example.com:") && sites.contains("pbx2:"), "\(sites)")
    // The machine is pbx2 now, so its site is meant.
    #expect(run(["history", "runs", "--format", "csv"] + place(real)).output.contains("\r\n2,"))
    #expect(run(["report", "--site", "pbx.example.com"]).output.contains("1001@default"))
    try real.write("host: 'two words'\n", to: "vmscan.yaml")
    #expect(run(["report"]).status == .badConfiguration)
  }

  @Test
  func `pruning can be kept to one site`() throws {
    _ = real.scan("--quiet", now: Self.second)
    for _ in 1...2 { _ = scanCopy() }
    let done = run(["history", "prune", "--older", "1h", "--site", copy.spool])
    #expect(done.output.hasPrefix("removed 0 runs"), "\(done.output)")
    let pruned = real.run(
      ["history", "prune", "--older", "1h", "--site", copy.spool], now: "2026-12-02T00:00:00Z")
    #expect(pruned.output.hasPrefix("removed 1 runs"), "\(pruned.output)\(pruned.errors)")
    #expect(try HistoryStore.readOnly(path: real.database).runs().map(\.run.id) == [1, 2, 4])
  }
}

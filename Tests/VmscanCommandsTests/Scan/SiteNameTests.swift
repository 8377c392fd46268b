import Glibc
import Testing
import VmscanModel
import VmscanStore
import VmscanSystem
import VmscanTestSupport

@testable import VmscanCommands

/// However the two directories are written, they are one site with one history.
struct SiteNameTests {
  enum Spelling: CaseIterable, Sendable { case slash, dot, parent, relative, link }

  private let site: TestSite
  private static let (first, second, third) = (
    "2026-12-29T00:00:00Z", "2026-12-30T00:00:00Z", "2026-12-31T00:00:00Z"
  )

  /// A message that came before its mailbox had an address, which history alone tells.
  init() throws {
    site = try TestSite.lines("1 => 839201,A")
    let came = try #require(Timestamp(parsing: "2026-12-28T00:00:00Z")).epochSeconds
    try site.write(
      "[message]\norigtime=\(came)\nduration=7\n", to: "voicemail/default/1/INBOX/msg0000.txt")
    try site.write("x", to: "voicemail/default/1/INBOX/msg0000.wav")
    symlink(site.path, site.path + "/link")
  }

  private func written(_ name: String, _ spelling: Spelling?) -> String {
    switch spelling {
    case nil: "\(site.path)/\(name)"
    case .slash: "\(site.path)/\(name)/"
    case .dot: "\(site.path)/./\(name)/."
    case .parent: "\(site.path)/tmp/../\(name)"
    case .relative: Self.relative("\(site.path)/\(name)")
    case .link: "\(site.path)/link/\(name)"
    }
  }

  private static func relative(_ path: String) -> String {
    guard let here = getcwd(nil, 0) else { return path }
    defer { free(here) }
    let depth = String(cString: here).split(separator: "/").count
    return String(repeating: "../", count: depth) + path.dropFirst()
  }

  private func run(_ words: String..., as spelling: Spelling?, at time: String) -> Outcome {
    let places = [
      "--asterisk-etc", written("etc", spelling), "--spool", written("voicemail", spelling),
      "--own-domain", "example.com",
    ]
    return site.run(words + places, now: time)
  }

  private func dryRun(_ spelling: Spelling?) -> Outcome {
    run("purge", "--emailed", "--dry-run", as: spelling, at: Self.third)
  }

  private func history() throws -> [RunInfo] {
    try HistoryStore.readOnly(path: site.database).runs().map(\.run)
  }

  @Test(arguments: Spelling.allCases)
  func `what history protects stays protected`(spelling: Spelling) throws {
    _ = run("scan", as: nil, at: Self.first)
    try site.configure("1 => 839201,A,a@example.com")
    _ = run("scan", as: nil, at: Self.second)
    let plain = dryRun(nil)
    #expect(plain.output.hasPrefix("Nothing to remove."))
    #expect(dryRun(spelling).output == plain.output)
    let report = run("scan", "--format", "json", as: spelling, at: Self.third)
    #expect(!report.output.contains(#""status" : "new""#))
    let runs = try history()
    #expect(runs.map(\.previous) == [nil, 1, 2])
    #expect(Set(runs.map(\.spool)) == [ByteText(site.spool).canonicalPath])
    #expect(Set(runs.map(\.etc)) == [ByteText(site.etc).canonicalPath])
    try site.configure("1 => 839201,A,eve@gmail.com")
    #expect(run("scan", as: spelling, at: Self.third).output.contains("VM-203"))
  }

  @Test(arguments: Spelling.allCases)
  func `a history that an older release recorded is found and goes on`(spelling: Spelling) throws {
    _ = run("scan", as: nil, at: Self.first)
    let whole = try #require(try HistoryStore.readOnly(path: site.database).report())
    let old = site.path + "/old.db"
    var typed = whole
    typed.run.spool = ByteText(written("voicemail", spelling))
    typed.run.etc = ByteText(written("etc", spelling))
    var recorded = typed
    try HistoryStore(path: old).record(&recorded)
    #expect(try HistoryStore.readOnly(path: old).runs().last?.run.spool == typed.run.spool)
    for suffix in ["-wal", "-shm"] { unlink(site.database + suffix) }
    #expect(rename(old, site.database) == 0)
    try site.configure("1 => 839201,A,a@example.com")
    #expect(dryRun(nil).output.hasPrefix("Nothing to remove."))
    _ = run("scan", as: nil, at: Self.second)
    let runs = try history()
    #expect(runs.map(\.previous) == [nil, 1])
    #expect(Set(runs.map(\.spool)) == [ByteText(site.spool).canonicalPath])
    #expect(dryRun(spelling).output.hasPrefix("Nothing to remove."))
  }

  @Test
  func `SARIF names a base that exists, and a plan can be applied under any name`() throws {
    let sarif = run("scan", "--format", "sarif", as: .relative, at: Self.third).output
    #expect(sarif.contains(#""uri" : "file:///tmp/vmscan-golden.SAMPLE/voicemail/""#), "\(sarif)")
    let plan = site.path + "/plan"
    let made = run("purge", "--older", "1d", "--plan-out", plan, as: .link, at: Self.third)
    #expect(made.status == .success, "\(made.errors)")
    let done = run("purge", "--apply", plan, "--yes", as: .slash, at: Self.third)
    #expect(done.status == .success, "\(done.output)\(done.errors)")
    #expect(access(site.spool + "/default/1/INBOX/msg0000.wav", F_OK) != 0)
    let back = run("restore", "--all", "--yes", as: .relative, at: Self.third)
    #expect(back.status == .success, "\(back.output)\(back.errors)")
    #expect(access(site.spool + "/default/1/INBOX/msg0000.wav", F_OK) == 0)
  }

  @Test
  func `the first settings name every path from the root on`() throws {
    let log = Self.relative(site.path + "/mail.log")
    let done = run("init", "--yes", "--force", "--mail-log", log, as: .relative, at: Self.third)
    #expect(done.status == .success, "\(done.errors)")
    let text = try site.read("vmscan.yaml")
    #expect(text.contains("\nasteriskEtc: \"\(site.etc)\"\n"), "\(text)")
    #expect(text.contains("\nspool: \"\(site.spool)\"\n"))
    #expect(text.contains("\ndb: \"\(site.database)\"\n"))
    #expect(!text.contains("\nmailLogs: [\".."))
  }
}

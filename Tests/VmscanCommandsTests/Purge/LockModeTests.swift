import Testing
import VmscanTestSupport

@testable import VmscanCommands

/// An `asterisk.conf` that Asterisk refuses says nothing of how a running Asterisk locks.
struct LockModeTests {
  private static let words: [[String]] = [
    ["purge", "--older", "1d", "--dry-run"], ["purge", "--older", "1d", "--yes"],
    ["restore", "--all", "--yes"],
  ]

  @Test(arguments: ["[bad\n", "#include none.conf\n"])
  func `what takes folder locks refuses until the file is mended`(fault: String) throws {
    let site = try TestSite.lines("1001 => 481516,Alice Example,alice@example.com")
    let sound = "[options]\nlockmode = flock\n"
    try site.write(sound + fault, to: "etc/asterisk.conf")
    for command in Self.words {
      let done = run(command, site)
      #expect(done.status == .refused, "\(command): \(done.errors)")
      #expect(done.errors.contains("lock mode is not known"))
      #expect(done.errors.contains("asterisk.conf:3"))
      #expect(done.errors.contains("nothing was changed"))
    }
    try site.write(sound, to: "etc/asterisk.conf")
    for command in Self.words { #expect(run(command, site).status == .success) }
  }

  private func run(_ words: [String], _ site: TestSite) -> Outcome {
    site.run(
      words + ["--asterisk-etc", site.etc, "--spool", site.spool], now: "2026-12-31T00:00:00Z")
  }
}

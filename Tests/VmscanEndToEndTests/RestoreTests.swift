import Foundation
import Testing

/// `vmscan restore` on a copy of the sample spool.
struct RestoreTests {
  private let copy: SpoolCopy

  init() throws { copy = try SpoolCopy() }

  private func vmscan(_ words: String...) throws -> Finished { try copy.vmscan(words) }

  /// Everything below the copy with its time of change.
  private func tree() throws -> [String: Date] {
    let files = try #require(FileManager.default.enumerator(atPath: copy.path))
    var found: [String: Date] = [:]
    for case let path as String in files {
      found[path] =
        try FileManager.default.attributesOfItem(atPath: copy.path + "/" + path)[.modificationDate]
        as? Date
    }
    return found
  }

  /// The run as `purge` prints it.
  private func purge(_ words: String...) throws -> String {
    let done = try copy.vmscan(["purge", "--yes"] + words)
    #expect(done.status == 0, "\(done.errors)")
    return String(try #require(done.output.firstMatch(of: /\(run ([0-9-]+)\)/)?.output.1))
  }

  @Test
  func `predicates leave out Deleted, the run and all do not`() throws {
    let run = try purge("--folder", "Deleted", "--folder", "INBOX", "--mailbox", "1001@default")
    for (words, hasInbox, hasDeleted) in [
      (["--mailbox", "1001@default"], true, false), (["--folder", "Deleted"], false, true),
      (["--all"], true, true), (["--run", run], true, true),
    ] {
      let done = try copy.vmscan(["restore", "--dry-run"] + words)
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("1001@default/INBOX") == hasInbox, "\(done.output)")
      #expect(done.output.contains("1001@default/Deleted") == hasDeleted, "\(done.output)")
    }
    let back = try vmscan("restore", "--mailbox", "1001@default", "--yes")
    #expect(back.status == 0, "\(back.errors)")
    let rest = try vmscan("restore", "--all", "--dry-run")
    #expect(rest.output.contains("1001@default/Deleted") && !rest.output.contains("/INBOX"))
  }

  @Test
  func `a dry run changes nothing, on a fresh spool and on a purged one`() throws {
    let fresh = try tree()
    let done = try vmscan("restore", "--all", "-n")
    #expect(done.status == 0 && done.output.contains("to be restored: no message"), "\(done)")
    #expect(try tree() == fresh)
    _ = try purge("--older", "30d")
    let purged = try tree().filter { !$0.key.hasPrefix("vmscan.db") }
    #expect(try vmscan("restore", "--all", "-n").output.contains("1001@default"))
    #expect(try tree().filter { !$0.key.hasPrefix("vmscan.db") } == purged)
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to become somebody else"))
  func `a dry run needs no right to write`() throws {
    for path in [copy.path, copy.spool] { chmod(path, 0o755) }
    let words = [
      "--reuid=65534", "--regid=65534", "--clear-groups", Program.vmscan, "restore", "--all", "-n",
      "--asterisk-etc", copy.etc, "--spool", copy.spool, "--db", copy.database, "--config",
      "/dev/null",
    ]
    let fresh = try Program.run("/usr/bin/setpriv", words)
    #expect(fresh.status == 0 && fresh.output.contains("no message"), "\(fresh.errors)")
    _ = try purge("--older", "30d")
    let closed = try Program.run("/usr/bin/setpriv", words)
    #expect(closed.status == 3 && closed.errors.contains("not read: "), "\(closed.errors)")
  }

  @Test(arguments: [["--yes"], ["--dry-run"]])
  func `a purge that never was is a wrong command line`(consent: [String]) throws {
    let none = try copy.vmscan(["restore", "--run", "99"] + consent)
    #expect(none.status == 2 && none.errors.contains("cannot find purge '99'"), "\(none.errors)")
    let run = try purge("--older", "30d")
    let done = try copy.vmscan(["restore", "--run", "99"] + consent)
    #expect(done.status == 2 && done.errors.contains(run), "\(done.errors)")
    #expect(try vmscan("restore", "--run", run, "--yes").status == 0)
    let again = try copy.vmscan(["restore", "--run", run] + consent)
    #expect(again.status == 0, "\(again.errors)")
    #expect(again.errors.contains("nothing that purge '\(run)' removed waits"))
  }

  @Test
  func `a damaged line of the manifest costs only what it names`() throws {
    let run = try purge("--older", "30d")
    let manifest = "\(copy.quarantine)/\(run)/1/manifest.ndjson"
    var lines = try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n")
      .map(String.init)
    try #require(lines.count > 2)
    lines[2] = "X" + lines[2].dropFirst()
    try lines.joined(separator: "\n").write(toFile: manifest, atomically: false, encoding: .utf8)
    let scan = try vmscan("scan")
    #expect(scan.status == 3 && scan.output.contains("after a purge: at least"), "\(scan.output)")
    let back = try vmscan("restore", "--all", "--yes")
    #expect(back.status == 3, "\(back)")
    #expect(back.output.contains("1001@default") && !back.output.contains("restored: 0"))
    #expect(back.errors.contains("/\(run)/1/manifest.ndjson:3: the line is damaged"))
    #expect(!back.errors.contains("DecodingError") && !back.errors.contains("dataCorrupted"))
  }

  @Test
  func `a mistyped name is named`() throws {
    let done = try vmscan(
      "restore", "--mailbox", "9999@default", "--mailbox", "1001@default", "--context", "nope",
      "-n")
    #expect(done.status == 0)
    #expect(done.errors.contains("mailbox '9999@default' is neither configured nor in the spool"))
    #expect(done.errors.contains("context 'nope' is neither configured nor in the spool"))
    #expect(!done.errors.contains("1001@default"))
  }

  @Test
  func `a plan that is no regular file is a wrong command line`() throws {
    let fifo = copy.path + "/fifo"
    mkfifo(fifo, 0o600)
    for path in [copy.path, copy.path + "/", fifo] {
      let done = try vmscan("purge", "--apply", path, "--yes")
      #expect(done.status == 2, "\(done.errors)")
      #expect(done.errors.contains("'\(path)'") && done.errors.contains("--plan-out"))
    }
  }
}

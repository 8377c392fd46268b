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
    // The fixtures may lie where only root comes.
    let etc = copy.path + "/etc"
    _ = try Program.run("/bin/cp", ["-r", copy.etc, etc])
    _ = try Program.run("/bin/chmod", ["-R", "a+rX", etc])
    let words = [
      "--reuid=65534", "--regid=65534", "--clear-groups", Program.vmscan, "restore", "--all", "-n",
      "--asterisk-etc", etc, "--spool", copy.spool, "--db", copy.database, "--config",
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

  /// The same settings for a tree that was moved.
  private func at(_ place: String, _ words: String...) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", copy.etc, "--spool", place + "/voicemail", "--db", copy.database,
        "--config", "/dev/null", "--now", "2027-02-15T08:00:00Z",
      ])
  }

  private func move(to place: String) throws {
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for path in [copy.spool, copy.quarantine] {
      let name = try #require(path.split(separator: "/").last)
      try FileManager.default.moveItem(atPath: path, toPath: "\(place)/\(name)")
    }
  }

  @Test
  func `a moved tree still has what was removed from it`() throws {
    _ = try purge("--older", "30d")
    let place = copy.path + "/moved"
    try move(to: place)
    let looked = try at(place, "restore", "--all", "--dry-run")
    #expect(looked.status == 0 && looked.output.contains("1001@default"), "\(looked)")
    #expect(try at(place, "scan").output.contains("in quarantine after a purge: "))
    let back = try at(place, "restore", "--all", "--yes")
    #expect(back.status == 0 && back.output.contains("left in quarantine: 0"), "\(back)")
  }

  @Test
  func `what another spool left is named, and comes back through a link`() throws {
    let run = try purge("--older", "30d")
    let place = copy.path + "/moved"
    try move(to: place)
    let manifest = "\(place)/vmscan-quarantine/\(run)/1/manifest.ndjson"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
      .replacing(/,"spoolDevice":[0-9]+/, with: "").replacing(/,"spoolInode":[0-9]+/, with: "")
    try text.write(toFile: manifest, atomically: false, encoding: .utf8)
    let looked = try at(place, "restore", "--all", "--dry-run")
    #expect(looked.errors.contains(" messages in this quarantine belong to spool '\(copy.spool)'"))
    #expect(looked.output.contains("to be restored: no message"))
    let named = try at(place, "restore", "--run", run, "--yes")
    #expect(named.status == 3, "\(named)")
    #expect(named.errors.contains("belong to spool") && !named.errors.contains("nothing that"))
    try FileManager.default.createSymbolicLink(
      atPath: copy.spool, withDestinationPath: place + "/voicemail")
    let linked = try at(place, "restore", "--all", "--dry-run")
    #expect(!linked.errors.contains("belong to spool") && linked.output.contains("1001@default"))
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
    #expect(back.output.contains("1001@default") && !back.output.contains("restored: 0 "))
    #expect(back.errors.contains("/\(run)/1/manifest.ndjson:3: the line is damaged"))
    #expect(!back.errors.contains("DecodingError") && !back.errors.contains("dataCorrupted"))
  }

  @Test
  func `a mistyped name is named`() throws {
    let done = try vmscan(
      "restore", "--mailbox", "9999@default", "--mailbox", "1001@default", "--context", "nope",
      "-n")
    #expect(done.status == 2)
    #expect(done.errors.contains("mailbox '9999@default' is neither configured nor in the spool"))
    #expect(done.errors.contains("context 'nope' is neither configured nor in the spool"))
    #expect(!done.errors.contains("'1001@default' is"))
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

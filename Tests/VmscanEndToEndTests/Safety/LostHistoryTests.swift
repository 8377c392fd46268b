import Foundation
import Testing

/// Holds stand in history, so that it must not be lost by a command of vmscan itself, nor go unmissed.
struct LostHistoryTests {
  private let copy: SpoolCopy
  private let now = "2026-11-23T12:00:00Z"

  init() throws {
    copy = try SpoolCopy()
    let held = try copy.vmscan("scan", "--quiet", now: now)
    #expect([0, 3].contains(held.status), "\(held.errors)")
    #expect(
      try Program.vmscan(
        "hold", "add", "--matter", "case-17", "--owner", "Legal", "--mailbox", "1001@default",
        "--db", copy.database, "--config", "/dev/null"
      ).status == 0)
  }

  private func holds() throws -> String {
    try Program.vmscan("hold", "list", "--db", copy.database, "--config", "/dev/null").output
  }

  private func recordings() throws -> Int {
    try Program.run("/bin/sh", ["-c", "find '\(copy.spool)' -name 'msg*.txt' | wc -l"])
      .output.split(separator: "\n").first.flatMap { Int($0) } ?? 0
  }

  @Test func `no result is written over a history, a message or a configuration file`() throws {
    let link = copy.path + "/link.db"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: copy.database)
    let message = copy.spool + "/default/1001/INBOX/msg0000.txt"
    let conf = copy.path + "/voicemail.conf"
    try "[general]\n".write(toFile: conf, atomically: true, encoding: .utf8)
    let exports = [copy.database, link].map {
      ["history", "export", $0, "--reader", "officer", "--db", copy.database]
    }
    let results = [copy.database, link, message, conf].map {
      ["report", "--output", $0, "--db", copy.database]
    }
    let others = [
      [
        "history", "export", copy.database, "--reader", "officer", "--format", "ndjson", "--db",
        copy.database,
      ],
      ["maintain", "--metrics", copy.database, "--db", copy.database],
    ]
    for words in exports + results + others {
      let before = try Data(contentsOf: URL(filePath: message))
      let done = try Program.run(Program.vmscan, words + ["--config", "/dev/null"])
      #expect(done.status == 2, "\(words): \(done.errors)")
      #expect(done.errors.contains("name another file; nothing was changed"), "\(done.errors)")
      #expect(try holds().contains("case-17"), "\(words)")
      #expect(try Data(contentsOf: URL(filePath: message)) == before)
    }
    // An earlier copy of history is replaced, as is an earlier report.
    for _ in 1...2 {
      let export = try Program.vmscan(
        "history", "export", copy.path + "/officer.db", "--reader", "officer", "--db",
        copy.database, "--config", "/dev/null")
      #expect(export.status == 0, "\(export.errors)")
      #expect(try copy.report(["--output", copy.path + "/report.txt"]).status == 0)
    }
  }

  @Test(arguments: ["removed", "emptied"])
  func `a history that is gone is missed before anything is purged`(how: String) throws {
    // What was purged before is one trace of the history, the key of its digests another.
    let first = try copy.vmscan("purge", "--older", "1d", "--mailbox", "1002@default", "--yes")
    #expect([0, 3].contains(first.status), "\(first.errors)")
    let before = try recordings()
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: copy.database + suffix)
    }
    if how == "emptied" { try Data().write(to: URL(filePath: copy.database)) }
    for words in [["--dry-run"], ["--yes"]] {
      let done = try copy.vmscan(["purge", "--older", "1d"] + words)
      #expect(done.status == 6, "\(done.errors)")
      #expect(
        done.errors.contains(how == "emptied" ? "it is empty" : "it is not there"),
        "\(done.errors)")
      #expect(done.errors.contains("holds are not known"))
      #expect(try recordings() == before)
    }
    // What waits in quarantine may be held as well.
    let waiting = { try FileManager.default.subpathsOfDirectory(atPath: copy.quarantine).sorted() }
    let kept = try waiting()
    let expiry = try copy.vmscan("maintain", "--quarantine", now: "2099-01-01T00:00:00Z")
    #expect(expiry.status == 6, "\(expiry)")
    #expect(try waiting() == kept)
    let enabled = try copy.vmscan(
      "delete-after-email", "enable", "--mailbox", "1001@default", "--dry-run")
    #expect(enabled.status == 6 && enabled.errors.contains("holds are not known"), "\(enabled)")
    let meant = try copy.vmscan("purge", "--older", "1d", "--create", "--dry-run")
    #expect([0, 3].contains(meant.status) && meant.output.contains("To be removed"), "\(meant)")
    #expect(meant.errors.contains("is new: no hold is known"))
  }

  @Test func `a misspelt history beside the true one is not begun by a purge`() throws {
    let before = try recordings()
    let done = try Program.run(
      Program.vmscan,
      [
        "purge", "--older", "1d", "--yes", "--asterisk-etc", copy.etc, "--spool", copy.spool,
        "--db", copy.path + "/vmsacn.db", "--config", "/dev/null",
      ])
    #expect(done.status == 6, "\(done)")
    #expect(done.errors.contains("'\(copy.database)' is a history"), "\(done.errors)")
    #expect(try recordings() == before)
    #expect(!FileManager.default.fileExists(atPath: copy.path + "/vmsacn.db"))
  }

  @Test func `a clock that is named ahead ends no hold`() throws {
    #expect(
      try Program.vmscan(
        "hold", "add", "--matter", "case-18", "--owner", "Legal", "--mailbox", "1002@default",
        "--until", "2090-01-01", "--db", copy.database, "--config", "/dev/null"
      ).status == 0)
    let words = ["purge", "--older", "1d", "--mailbox", "1002@default"]
    let plan = try copy.vmscan(words + ["--dry-run"], now: "2099-01-01T00:00:00Z")
    #expect(plan.output.contains("Nothing to remove"), "\(plan.output)")
    #expect(plan.output.contains("held: case-18"))
    let decision = try copy.vmscan(
      "policy", "test", "1002@default", "INBOX/0", "--older", "1d", now: "2099-01-01T00:00:00Z")
    #expect(decision.output.contains("held: case-18"), "\(decision)")
    // What was removed before the hold was placed does not expire, either.
    #expect(
      try Program.vmscan(
        "hold", "release", "2", "--db", copy.database, "--config", "/dev/null"
      ).status == 0)
    let purge = try copy.vmscan(words + ["--yes"])
    #expect(purge.output.contains("removed: "), "\(purge)")
    #expect(
      try Program.vmscan(
        "hold", "add", "--matter", "case-19", "--owner", "Legal", "--mailbox", "1002@default",
        "--until", "2090-01-01", "--db", copy.database, "--config", "/dev/null"
      ).status == 0)
    try SpoolCopy.age(quarantine: copy.quarantine)
    let expiry = try copy.vmscan("maintain", "--quarantine", now: "2099-01-01T00:00:00Z")
    #expect(expiry.output.contains("unlinked 0 messages"), "\(expiry)")
    #expect(expiry.output.contains("more are under a hold"), "\(expiry)")
  }
}

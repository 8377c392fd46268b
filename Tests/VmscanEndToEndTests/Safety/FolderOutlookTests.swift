import Foundation
import Testing

/// What is said of one message agrees with what a purge would do to its folder.
struct FolderOutlookTests {
  private let copy: SpoolCopy
  private let now = "2026-11-23T12:00:00Z"

  init() throws { copy = try SpoolCopy() }

  private func decide() throws -> Finished {
    try copy.vmscan("policy", "test", "1001@default", "INBOX/0", "--older", "1h", now: now)
  }

  @Test func `a message that may go stays where a purge leaves its folder alone`() throws {
    let free = try decide()
    #expect(free.output.contains(": remove: ") && !free.output.contains("all the same"), "\(free)")
    try FileManager.default.createSymbolicLink(
      atPath: copy.spool + "/default/1001/INBOX/msg0001.gsm", withDestinationPath: "msg0000.wav")
    let plan = try copy.vmscan(
      "purge", "--older", "1h", "--mailbox", "1001@default", "--folder", "INBOX", "--dry-run",
      now: now)
    #expect(plan.output.contains("INBOX left alone: 1 message; 'msg0001.gsm' is a symbolic link"))
    let left = try decide()
    #expect(
      left.output.contains(
        "a purge leaves its folder alone: 'msg0001.gsm' is a symbolic link"), "\(left)")
    let policy = copy.path + "/policy.yaml"
    try
      "version: '1'\nowner: Records\nrules:\n  - {name: all, removeAfter: {unheard: 1h, old: 1h, saved: 1h, deleted: 1h}}\n"
      .write(
        toFile: policy, atomically: true, encoding: .utf8)
    let settings = copy.path + "/vmscan.yaml"
    try "policyFile: \(policy)\n".write(toFile: settings, atomically: true, encoding: .utf8)
    let explained = try copy.vmscan(
      "explain", "1001@default", "INBOX/0", settings: settings, now: now)
    #expect(explained.output.contains("stays all the same"), "\(explained)")
  }

  @Test func `what is too young is not counted as matched, held or not`() throws {
    _ = try copy.vmscan("scan", "--quiet", now: now)
    #expect(
      try Program.vmscan(
        "hold", "add", "--matter", "case-17", "--owner", "Legal", "--mailbox", "1001@default",
        "--db", copy.database, "--config", "/dev/null"
      ).status == 0)
    let young = try copy.vmscan(
      "purge", "--older", "1y", "--mailbox", "1001@default", "--dry-run", now: now)
    #expect(young.output.contains("Nothing to remove"), "\(young.output)")
    #expect(!young.output.contains("Matched but kept"), "\(young.output)")
    let old = try copy.vmscan(
      "purge", "--older", "1h", "--mailbox", "1001@default", "--dry-run", now: now)
    #expect(old.output.contains("held: case-17"), "\(old.output)")
    let decision = try copy.vmscan(
      "policy", "test", "1001@default", "INBOX/0", "--older", "1y", now: now)
    #expect(
      decision.output.contains("keep: held: case-17 (Legal); not old enough"), "\(decision.output)")
  }
}

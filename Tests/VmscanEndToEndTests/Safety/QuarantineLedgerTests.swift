import Foundation
import Testing

/// What the journal says must wait in quarantine, and does not.
struct QuarantineLedgerTests {
  private let copy: SpoolCopy
  private let now = "2026-11-23T12:00:00Z"

  init() throws { copy = try SpoolCopy() }

  private func purge() throws -> String {
    let done = try copy.vmscan(
      "purge", "--older", "1h", "--mailbox", "1001@default", "--yes", now: now)
    #expect(done.status == 0, "\(done.errors)")
    return String(try #require(done.output.firstMatch(of: /\(run ([-0-9]+)\)/)).1)
  }

  private func scan() throws -> Finished { try copy.vmscan("scan", now: now) }

  @Test(arguments: ["", "/1", "/1/1"])
  func `messages that left the quarantine by another hand are missed`(part: String) throws {
    let run = try purge()
    #expect(try scan().status == 0)
    try FileManager.default.removeItem(
      atPath: part.isEmpty ? copy.quarantine : "\(copy.quarantine)/\(run)\(part)")
    let done = try scan()
    #expect(done.status == 3, "\(done)")
    #expect(
      done.output.replacing(/\s+/, with: " ").contains(
        /of purge [-0-9]+ should wait here and (is|are) not here, neither restored nor unlinked/),
      "\(done.output)")
    let totals = try copy.report(["--format", "csv", "--table", "totals"]).output
    #expect(totals.contains("quarantined,partial,"), "\(totals)")
    guard part.isEmpty else { return }
    let expiry = try copy.vmscan("maintain", "--quarantine")
    #expect(
      expiry.status == 3 && (expiry.output + expiry.errors).contains("should wait here"),
      "\(expiry)")
  }

  @Test func `a quarantine that was renamed is named by its old path`() throws {
    let run = try purge()
    let settings = copy.path + "/vmscan.yaml"
    try "quarantine: \(copy.path)/other\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    let done = try copy.vmscan("scan", settings: settings, now: now)
    #expect(done.status == 3, "\(done)")
    #expect(
      done.output.replacing(/\s+/, with: " ").contains(
        "of purge \(run) should wait here and are not here, neither restored nor unlinked by vmscan; "
          + "that purge put them into '\(copy.quarantine)'"), "\(done.output)")
  }

  @Test func `what was restored or unlinked is not missed`() throws {
    let run = try purge()
    let some = try copy.vmscan(
      "restore", "--mailbox", "1001@default", "--folder", "INBOX", "--yes", now: now)
    #expect(some.output.contains("restored: "), "\(some)")
    #expect(try scan().status == 0)
    #expect(try copy.vmscan("restore", "--run", run, "--yes").status == 0)
    #expect(try scan().status == 0)
    _ = try purge()
    try SpoolCopy.age(quarantine: copy.quarantine)
    #expect(try copy.vmscan("maintain", "--quarantine").output.contains("unlinked"))
    #expect(try scan().status == 0)
  }
}

import Testing
import VmscanModel

@testable import VmscanCommands

struct EvidencePackTests {
  private func record(
    _ phase: ActionRecord.Phase, _ kind: String, _ run: String, _ subject: String,
    _ detail: [String: String] = [:]
  ) -> ActionRecord {
    ActionRecord(
      time: Timestamp(1_000), run: run, phase: phase, kind: kind, actor: "alice via sudo",
      host: "pbx", command: "vmscan", subject: subject, detail: detail)
  }

  private func removal(_ number: Int, of run: String) -> [ActionRecord] {
    let subject = "100\(number % 2)@default/INBOX/msg000\(number)"
    return [
      record(
        .intent, "purge", run, subject,
        [
          "mailbox": "100\(number % 2)", "context": "default", "folder": "INBOX",
          "number": "\(number)", "bytes": "100", "quarantine": "\(run)/1/\(number)",
          "files": ".wav 65024 16327350 2335 1 33188 101 101 1",
        ]),
      record(.outcome, "purge", run, subject, ["outcome": "quarantined"]),
    ]
  }

  private var purge: [ActionRecord] {
    [record(.begin, "purge", "r1", "/spool", ["policy": "older than 30d"])]
      + (0..<4).flatMap { removal($0, of: "r1") }
      + [record(.end, "purge", "r1", "/spool", ["removed": "4"])]
  }

  @Test
  func `an action is one line with its sums by mailbox`() throws {
    let action = try #require(ActionSummary.summaries(of: purge).first)
    #expect(action.totals.messages == 4)
    #expect(action.totals.bytes == ByteCount(400))
    #expect(action.policy == "older than 30d")
    #expect(action.undone == "no")
    #expect(
      action.parts.map { "\($0.mailbox) \($0.messages.messages)" }
        == ["1000@default 2", "1001@default 2"])
  }

  @Test
  func `what a restore brought back is undone, in part or whole`() throws {
    func restored(_ count: Int) -> [ActionRecord] {
      (0..<count).flatMap { number in
        let subject = "quarantine/r1/1/\(number)/msg000\(number)"
        return [
          record(
            .intent, "restore", "r2", subject,
            ["mailbox": "1000", "context": "default", "quarantine": "r1/1/\(number)"]),
          record(.outcome, "restore", "r2", subject, ["outcome": "restored"]),
        ]
      }
    }
    #expect(ActionSummary.summaries(of: purge + restored(1)).first?.undone == "1 of 4")
    #expect(ActionSummary.summaries(of: purge + restored(4)).first?.undone == "yes")
  }

  @Test
  func `the pack tells no inode, and messages only on demand`() throws {
    let pack = EvidencePack(actions: ActionSummary.summaries(of: purge), heads: [], nothing: "")
    let (list, brief) = ("\(pack.actionList)", "\(pack.details(messages: false))")
    let whole = "\(pack.details(messages: true))"
    #expect(list.contains("older than 30d") && list.contains("alice via sudo"))
    #expect(brief.contains("By mailbox") && !brief.contains("By message"))
    #expect(whole.contains("By message"))
    #expect(!(list + whole).contains("16327350"))
  }

  @Test
  func `a record whose outcome is missing counts as nothing`() throws {
    let action = try #require(ActionSummary.summaries(of: Array(purge.dropLast(2))).first)
    #expect(action.totals.messages == 3)
  }
}

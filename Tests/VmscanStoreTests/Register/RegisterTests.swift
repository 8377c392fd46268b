import GRDB
import Testing
import VmscanModel

@testable import VmscanStore

struct RegisterTests {
  static let hold = Hold(
    scope: HoldScope(
      mailboxes: [MailboxID(context: "default", mailbox: "10\u{1}01")], contexts: ["sales"],
      callers: [CallerPattern("+31201234567")], from: Timestamp(100), to: Timestamp(200)),
    matter: "2026-17", owner: "legal", note: "keep all", placed: Timestamp(1000),
    until: Timestamp(5000))

  static let acceptance = Acceptance(
    scope: AcceptanceScope(
      rule: RuleID("VM-101"), fingerprint: Fingerprint("ab"),
      mailbox: MailboxID(context: "default", mailbox: "1001"), context: "default",
      destination: "partner.example"), owner: "privacy officer", reason: "contract",
    created: Timestamp(1000), expires: Timestamp(5000))

  @Test func `holds are kept, in force and released`() throws {
    let store = try HistoryStore.temporary()
    let stored = try store.addHold(Self.hold)
    #expect(stored.id == 1)
    #expect(try store.holds() == [stored])
    #expect(try store.holds(inForceAt: Timestamp(4999)) == [stored])
    #expect(try store.holds(inForceAt: Timestamp(5000)).isEmpty)
    #expect(try store.releaseHold(1, by: "legal", at: Timestamp(2000)))
    #expect(try !store.releaseHold(1, by: "somebody", at: Timestamp(3000)))
    #expect(try !store.releaseHold(2, by: "legal", at: Timestamp(3000)))
    let released = try #require(try store.holds().first)
    #expect(released.released == Timestamp(2000))
    #expect(released.releasedBy == "legal")
    #expect(try store.holds(inForceAt: Timestamp(2500)).isEmpty)
  }

  @Test func `a hold that cannot be read is an error and not absent`() throws {
    let store = try HistoryStore.temporary()
    _ = try store.addHold(Self.hold)
    try store.write { try $0.execute(sql: "UPDATE hold SET scope = '{'") }
    #expect(throws: StoreError.unreadableValue("the scope of hold 1")) { try store.holds() }
  }

  @Test func `acceptances are kept with all parts`() throws {
    let store = try HistoryStore.temporary()
    let stored = try store.addAcceptance(Self.acceptance)
    #expect(try store.acceptances() == [stored])
    #expect(try store.acceptances(inForceAt: Timestamp(5000)).isEmpty)
  }
}

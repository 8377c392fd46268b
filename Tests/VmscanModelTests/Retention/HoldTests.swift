import Testing
import VmscanModel

struct HoldTests {
  static let callers: [(pattern: ByteText, caller: ByteText, matches: Bool)] = [
    ("+31201234567", "\"Alice Example\" <0201234567>", true),
    ("0201234567", "\"Alice Example\" <+31 20 123 4567>", true),
    ("020 123 4567", "0031201234567", true),
    ("0201234567", "\"Alice Example\" <0201234568>", false),
    ("4567", "\"Alice Example\" <0201234567>", false),
    ("4567", "\"Desk\" <4567>", true),
    ("*4567*", "\"Alice Example\" <0201234567>", true),
    ("*example*", "\"Alice EXAMPLE\" <0201234567>", true),
    ("alice*", "\"Alice Example\" <0201234567>", false),
    ("*", "", true),
    ("0201234567", "", false),
    ("*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaac", false),
  ]

  @Test(arguments: callers)
  func `callers are matched by number or by text`(
    row: (pattern: ByteText, caller: ByteText, matches: Bool)
  ) {
    #expect(CallerPattern(row.pattern).matches(row.caller) == row.matches)
  }

  @Test func `every part given must match`() {
    let scope = HoldScope(
      mailboxes: [MailboxID(context: "Default", mailbox: "1001")], callers: [CallerPattern("4567")],
      from: Timestamp(100), to: Timestamp(200))
    let box = MailboxID(context: "default", mailbox: "1001")
    #expect(scope.covers(mailbox: box, caller: "4567", origtime: Timestamp(100)))
    #expect(!scope.covers(mailbox: box, caller: "4567", origtime: Timestamp(200)))
    #expect(!scope.covers(mailbox: box, caller: "4567", origtime: Timestamp(99)))
    #expect(!scope.covers(mailbox: box, caller: "4568", origtime: Timestamp(150)))
    let other = MailboxID(context: "sales", mailbox: "1001")
    #expect(!scope.covers(mailbox: other, caller: "4567", origtime: Timestamp(150)))
  }

  @Test func `what is not known about a message counts as covered`() {
    let scope = HoldScope(callers: [CallerPattern("4567")], from: Timestamp(100))
    let box = MailboxID(context: "default", mailbox: "1001")
    #expect(scope.covers(mailbox: box, caller: nil, origtime: nil))
    #expect(HoldScope().covers(mailbox: box, caller: "1", origtime: Timestamp(0)))
  }

  @Test func `a hold ends by release or by date`() {
    var hold = Hold(
      scope: HoldScope(), matter: "2026-17", owner: "legal", placed: Timestamp(10),
      until: Timestamp(100))
    #expect(hold.isInForce(at: Timestamp(99)))
    #expect(!hold.isInForce(at: Timestamp(100)))
    hold.released = Timestamp(50)
    #expect(hold.isInForce(at: Timestamp(49)))
    #expect(!hold.isInForce(at: Timestamp(50)))
  }
}

import Testing
import VmscanModel

@testable import VmscanAssessment

struct SharedPINTests {
  private func box(_ number: Int) -> MailboxID {
    MailboxID(context: "default", mailbox: ByteText("\(number)"))
  }

  private func groups(_ pins: [String], threshold: Int) -> [[MailboxID]] {
    let pairs = pins.enumerated().map { (box(1001 + $0.offset), PIN(Array($0.element.utf8))) }
    return PINJudge.sharedGroups(pairs, threshold: threshold)
  }

  @Test func `groups by the PIN that is typed, largest first`() {
    let found = groups(["7295", "4321", "-4321", "7295", "4321", "8888"], threshold: 2)
    #expect(found == [[box(1002), box(1003), box(1005)], [box(1001), box(1004)]])
  }

  @Test func `groups of one size stand in the order of their mailboxes`() {
    let found = groups(["9", "1", "9", "1"], threshold: 2)
    #expect(found == [[box(1001), box(1003)], [box(1002), box(1004)]])
  }

  @Test func `smaller groups than the threshold and lone mailboxes are none`() {
    #expect(groups(["1", "1", "2"], threshold: 3) == [])
    #expect(groups(["1", "2"], threshold: 0) == [])
    #expect(groups([], threshold: 2) == [])
  }

  @Test func `mailboxes without a PIN share nothing`() {
    #expect(groups(["", "-", "", "-"], threshold: 2) == [])
  }
}

import Testing
import VmscanModel

@testable import VmscanActions

/// An envelope with a key twice is read in two ways by two releases; a purge counts both.
struct EnvelopeKeysTests {
  private let doubled = Array(
    """
    [message]
    callerid="First" <4930111111>
    callerid="Second" <4930222222>
    msg_id=1-a
    msg_id=2-b
    origtime=1790000000

    """.utf8)

  @Test func `both values of a doubled key are known`() {
    let keys = EnvelopeKeys(doubled)
    #expect(keys.messageIDs == ["2-b", "1-a"])
    #expect(keys.callers == ["\"Second\" <4930222222>", "\"First\" <4930111111>"])
    #expect(keys.origtime == Timestamp(1_790_000_000))
  }

  @Test(arguments: ["4930111111", "4930222222"])
  func `a hold on either caller keeps the message`(number: String) {
    var options = ExecutorOptions()
    let scope = HoldScope(callers: [CallerPattern(ByteText(number))])
    options.holds = [
      Hold(scope: scope, matter: "case 17", owner: "Counsel", placed: Timestamp(0))
    ]
    let message = PlannedMessage(
      number: 0, messageID: "2-b", origtime: Timestamp(1_790_000_000), duration: 3,
      grade: .delivered, reason: "older than 30d by origtime", files: [])
    let box = MailboxID(context: "default", mailbox: "1001")
    let now = Timestamp(1_795_000_000)
    #expect(options.hold(on: box, EnvelopeKeys(doubled), message, now: now) != nil)
    let other = Array("[message]\ncallerid=<4930333333>\n".utf8)
    #expect(options.hold(on: box, EnvelopeKeys(other), message, now: now) == nil)
  }

  @Test func `what is written once counts once`() {
    let keys = EnvelopeKeys(Array("[message]\nmsg_id=1-a\n".utf8))
    #expect(keys.messageIDs == ["1-a"])
    #expect(keys.callers == [nil])
  }
}

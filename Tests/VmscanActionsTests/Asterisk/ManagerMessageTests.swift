import Testing
import VmscanActions
import VmscanModel

struct ManagerMessageTests {
  @Test func `blocks are taken whole and the rest waits`() {
    var bytes = Array(
      "Response: Success\r\nActionID: 7\r\nMessage: Message remove failed\r\n\r\n\r\nEvent: Par"
        .utf8)
    let messages = ManagerMessage.take(from: &bytes)
    #expect(messages.count == 1)
    #expect(messages.first?["message"] == "Message remove failed")
    #expect(messages.first?.isSuccess == true)
    bytes += Array("tial\r\n\r\n".utf8)
    #expect(ManagerMessage.take(from: &bytes).map { $0["Event"] } == ["Partial"])
    #expect(bytes.isEmpty)
  }

  @Test func `a value cannot begin another field`() {
    let message = ManagerMessage([(name: "Mailbox", value: "1\r\nAction: Logoff")])
    #expect(String(decoding: message.bytes, as: UTF8.self) == "Mailbox: 1Action: Logoff\r\n\r\n")
  }

  private func event(callerName: String) -> ManagerMessage? {
    var bytes = Array(
      ("Event: CoreShowChannel\r\nActionID: 7\r\nChannel: SIP/a-1\r\nCallerIDName: \(callerName)\r\n"
        + "Exten: 1\r\nApplication: VoiceMailMain\r\nApplicationData: 1001@default,s\r\n\r\n").utf8)
    return ManagerMessage.take(from: &bytes).first
  }

  /// Otherwise a purge would renumber behind an open mailbox.
  @Test(arguments: [
    "x\u{2028}Application: NoOp", "x\nApplication: NoOp", "x\u{85}Application: NoOp",
    "x\rApplication: NoOp", "x\u{0B}Application: NoOp", "x\r\nApplication: NoOp",
    "x\r\nApplication: NoOp\r\nApplicationData: none",
  ])
  func `a caller's name hides no session`(_ name: String) throws {
    var sessions = LiveSessions()
    sessions.add(try #require(event(callerName: name)), usesAliases: false)
    #expect(sessions.isBusy(MailboxID(context: "default", mailbox: "1001")))
  }

  @Test func `an ordinary name makes no other mailbox busy`() throws {
    var sessions = LiveSessions()
    sessions.add(
      try #require(event(callerName: "x\u{2028}Application: VoiceMailMain")), usesAliases: false)
    #expect(!sessions.isBusy(MailboxID(context: "default", mailbox: "1002")))
  }

  /// A blank line in a name of an old release divides the event in two.
  @Test func `what a name cut off counts as well`() {
    var bytes = Array(
      ("Event: CoreShowChannel\r\nActionID: 7\r\nCallerIDName: x\r\n\r\n"
        + "Application: VoiceMail\r\nApplicationData: 1001@default\r\n\r\n").utf8)
    let messages = ManagerMessage.take(from: &bytes)
    #expect(messages.map(\.isFragment) == [false, true])
  }

  @Test func `no name ends a list`() throws {
    let divided = try #require(event(callerName: "x\r\nEventList: Complete"))
    #expect(!divided.endsList)
    #expect(
      ManagerMessage([
        (name: "Event", value: "CoreShowChannelsComplete"), (name: "EventList", value: "Complete"),
      ]).endsList)
  }
}

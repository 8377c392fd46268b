import Testing
import VmscanActions

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
}

/// The text of a `msgNNNN.txt` as Asterisk's `leave_voicemail` writes it.
package struct EnvelopeText: Sendable {
  package var origMailbox = "1001"
  package var rdnis = "unknown"
  package var callerID = #""Anna Adams" <5550101>"#
  /// `nil` leaves the line out, as do the others.
  package var origtime: String? = "1795388213"
  package var messageID: String? = "1795388213-0000001c"
  package var flag = ""
  package var duration: String? = "7"
  package var lineEnd = "\n"

  package init(origtime: Int64 = 1_795_388_213, counter: Int = 28) {
    let digits = String(counter, radix: 16)
    self.origtime = String(origtime)
    messageID = "\(origtime)-\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits)"
  }

  package var text: String {
    var lines = [
      ";", "; Message Information file", ";", "[message]", "origmailbox=\(origMailbox)",
      "context=from-internal", "exten=1001", "rdnis=\(rdnis)", "priority=1",
      "callerchan=PJSIP/trunk-0000004a", "callerid=\(callerID)",
      "origdate=Sun Nov 22 10:56:53 PM UTC 2026",
    ]
    if let origtime { lines.append("origtime=\(origtime)") }
    lines.append("category=")
    if let messageID { lines.append("msg_id=\(messageID)") }
    lines.append("flag=\(flag)")
    if let duration { lines.append("duration=\(duration)") }
    return lines.map { $0 + lineEnd }.joined()
  }
}

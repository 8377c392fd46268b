import Testing
import VmscanActions
import VmscanModel

struct MailSummaryTests {
  private static let mail = """
    Date: Sun, 22 Nov 2026 23:05:11 +0000
    From: "Example PBX" <asterisk@pbx.example.com>
    To: "Frank, Example" <frank@example.com>,
     "F. <x@y>" <frank.example@gmail.com>
    Subject: To: nobody@example.net
    Message-ID: <Asterisk-1-1115688466-4002-147@pbx.example.com>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="----voicemail_1"

    This is a multi-part message in MIME format.

    ------voicemail_1
    Content-Type: text/plain; charset=ISO-8859-1

    Message-ID: <not-this@example.com>

    ------voicemail_1
    Content-Type: audio/x-WAV; name="msg0000.WAV"
    Content-Transfer-Encoding: base64

    UklGRtoJAABXQVZFZm10IBQAAAAxAAEAQB8AAFkGAABBAAAAAgBAAWZhY3QEAAAAgC8AAGRh

    ------voicemail_1--
    .

    """

  private static func summary(_ text: String, piece: Int = 64) -> MailSummary {
    var summary = MailSummary()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: piece) {
      summary.add(bytes[start..<min(bytes.count, start + piece)])
    }
    summary.finish()
    return summary
  }

  @Test(arguments: [1, 7, 64, 100_000])
  func `headers and audio are seen whatever the pieces`(_ piece: Int) {
    let summary = Self.summary(Self.mail, piece: piece)
    #expect(summary.messageID == "Asterisk-1-1115688466-4002-147@pbx.example.com")
    #expect(summary.recipients == ["frank@example.com", "frank.example@gmail.com"])
    #expect(summary.hasAudio)
    #expect(summary.size == Int64(Self.mail.utf8.count))
  }

  @Test
  func `line ends of the network change nothing`() {
    let summary = Self.summary(Self.mail.replacing("\n", with: "\r\n"))
    #expect(summary.messageID == "Asterisk-1-1115688466-4002-147@pbx.example.com")
    #expect(summary.hasAudio)
  }

  @Test
  func `an empty audio part is no audio`() {
    let line = "UklGRtoJAABXQVZFZm10IBQAAAAxAAEAQB8AAFkGAABBAAAAAgBAAWZhY3QEAAAAgC8AAGRh\n"
    #expect(!Self.summary(Self.mail.replacing(line, with: "")).hasAudio)
  }

  @Test(arguments: ["", "\n", ":", "To", "To:", "To: \"a", "To: <", "Message-ID: <", "\u{0}\u{0}"])
  func `broken mails give what they have`(_ text: String) {
    let summary = Self.summary(text)
    #expect(summary.recipients.allSatisfy { !$0.isEmpty })
    #expect(!summary.hasAudio)
  }

  @Test
  func `a mail without end stays small in memory`() {
    var summary = MailSummary()
    for _ in 0..<2000 { summary.add([UInt8](repeating: 0x61, count: 1000)) }
    summary.finish()
    #expect(summary.size == 2_000_000)
    #expect(summary.messageID.isEmpty)
  }
}

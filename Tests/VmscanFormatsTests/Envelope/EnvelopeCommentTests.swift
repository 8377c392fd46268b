import Testing
import VmscanFormats
import VmscanTestSupport

struct EnvelopeCommentTests {
  private func caller(_ value: String) -> String? {
    ReadEnvelope("[message]\ncallerid=\(value)\norigtime=5\nduration=1\nmsg_id=a\n").callerID
  }

  @Test(arguments: [
    (#""A=B;C" <77>"#, #""A=B"#), (#"a\;b"#, "a;b"), (#"a\\;b"#, #"a\;b"#), ("a;-b", "a"),
    ("a;---b", "a"), ("Bob;-- x --;by", "Bobby"), (";", ""), ("a;-- b ;-- c --; d --;e", "ae"),
    (#"a\;b;c"#, "a;b"), ("Bob --; VIP", "Bob --; VIP"),
  ])
  func `comment marks in a value act as in Asterisk`(value: String, read: String) {
    #expect(caller(value) == read)
  }

  @Test func `a block comment over several lines hides them`() {
    let text =
      "[message]\ncallerid=a;-- \nflag=Urgent\n --; rdnis=x\norigtime=5\nmsg_id=m\nduration=1\n"
    let read = ReadEnvelope(text)
    #expect(read.callerID == "a" && read.flag == nil && read.rdnis == "x" && read.origtime == 5)
    #expect(read.faults == [])
  }

  @Test func `fields below an open block in the caller's name are taken from the raw lines`() {
    var envelope = EnvelopeText()
    envelope.callerID = #""x;--y" <5550101>"#
    let read = ReadEnvelope(envelope.text)
    #expect(read.callerID == #""x"#)
    #expect(read.origtime == 1_795_388_213 && read.duration == 7)
    #expect(read.messageID == "1795388213-0000001c")
    #expect(read.flag == nil)
    #expect(read.faults == .hiddenFields && !read.isDamaged)
  }

  @Test func `fields below a stray end of a block are hidden as well`() {
    let read = ReadEnvelope("[message]\ncallerid=Bob --; VIP\norigtime=9\n")
    #expect(read.callerID == "Bob --; VIP" && read.origtime == 9)
    #expect(read.faults == .hiddenFields)
  }

  @Test func `raw lines are believed only when they are exactly as Asterisk writes them`() {
    for line in [" origtime=9", "origtime = 9", "origtime=9 ", "origtime=9x", "Xorigtime=9"] {
      #expect(ReadEnvelope("[message]\ncallerid=a;--\n\(line)\n").origtime == nil)
    }
    #expect(ReadEnvelope("[message]\ncallerid=a;--\norigtime=9\r\n").origtime == 9)
  }

  @Test func `a block nested without end makes Asterisk hang and the file invalid`() {
    let text = "[message]\ncallerid=" + String(repeating: ";--", count: 200) + "\norigtime=9\n"
    #expect(ReadEnvelope(text).faults.contains([.invalid, .hiddenFields]))
  }
}

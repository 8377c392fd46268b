import Testing
import VmscanFormats
import VmscanTestSupport

struct EnvelopeParserTests {
  @Test func `an envelope as a call leaves it gives every field`() {
    let read = ReadEnvelope(EnvelopeText(origtime: 1_772_525_709, counter: 31).text)
    #expect(read.origtime == 1_772_525_709)
    #expect(read.duration == 7)
    #expect(read.callerID == #""Anna Adams" <5550101>"#)
    #expect(read.messageID == "1772525709-0000001f")
    #expect(read.origMailbox == "1001")
    #expect(read.rdnis == "unknown")
    #expect(read.flag == "")
    #expect(read.faults == [] && !read.isDamaged)
  }

  @Test func `line ends of another system change nothing`() {
    var crlf = EnvelopeText()
    crlf.lineEnd = "\r\n"
    #expect(ReadEnvelope(crlf.text) == ReadEnvelope(EnvelopeText().text))
  }

  @Test func `a file Asterisk has written anew reads the same`() {
    let rewritten = """
      ;!
      ;! Automatically generated configuration file
      ;! Generator: app_voicemail
      ;!
      [message]
      origmailbox = 1001
      rdnis = unknown
      callerid = "Anna Adams" <5550101>
      origtime = 1795388213
      msg_id = 1795388213-0000001c
      flag =\u{20}
      duration = 7

      """
    #expect(ReadEnvelope(rewritten) == ReadEnvelope(EnvelopeText().text))
  }

  @Test(
    arguments: [
      ("origtime=12", 12), ("origtime => 12", 12), ("ORIGTIME=12", 12), ("  origtime\t=\t12  ", 12),
      (#"\origtime=12"#, 12), ("origtime+=12", 12), ("origtime=12 ; noted", 12),
      ("origtime= >12", nil), ("origtime=0", nil), ("origtime=-5", nil), ("origtime=+5", nil),
      ("origtime=1e9", nil), ("origtime=12x", nil), ("origtime=", nil), ("origtime 12", nil),
      ("origtime=9223372036854775807", 9_223_372_036_854_775_807),
      ("origtime=9223372036854775808", nil), ("origtime=99999999999999999999", nil),
      ("origtime=١٢", nil), ("#origtime=12", nil),
    ] as [(String, Int64?)])
  func `the time is a positive number and nothing else`(line: String, time: Int64?) {
    #expect(ReadEnvelope("[message]\n\(line)\nmsg_id=a\nduration=1\n").origtime == time)
  }

  @Test(
    arguments: [
      ("0", 0), ("42", 42), ("2147483647", 2_147_483_647), ("2147483648", nil), ("-1", nil),
      ("", nil), ("1:30", nil),
    ] as [(String, Int32?)])
  func `the length is a number that fits`(value: String, seconds: Int32?) {
    #expect(ReadEnvelope("[message]\norigtime=1\nduration=\(value)\n").duration == seconds)
  }

  @Test func `which of two values counts depends on the release`() {
    let text = "[message]\norigtime=11\norigtime=22\nduration=1\nmsg_id=a\n"
    #expect(ReadEnvelope(text, lastValueWins: true).origtime == 22)
    #expect(ReadEnvelope(text, lastValueWins: false).origtime == 11)
  }

  @Test func `only the first message section counts, whatever its case`() {
    let text = "[other]\norigtime=1\n[Message]\norigtime=2\n[message]\norigtime=3\n"
    #expect(ReadEnvelope(text).origtime == 2)
    #expect(ReadEnvelope("[message](!)\nflag=x\n[message]\norigtime=2\n").flag == nil)
    #expect(ReadEnvelope("[message]\nflag=x\n[message](+)\nflag=y\n").flag == "y")
  }

  @Test func `text can be appended to a value`() {
    let read = ReadEnvelope("[message]\nflag=Urg\nflag+=ent\ncallerid=a\ncallerid += b \n")
    #expect(read.flag == "Urgent")
    #expect(read.callerID == "a b")
  }

  @Test(arguments: [
    "", "\n", ";\n; Message Information file\n;\n", "[message]\n", "[other]\ncallerid=5\n",
    "no section = 1\n", "\u{0}\u{0}\u{0}\u{0}", "[message\norigtime=",
  ])
  func `what holds no message is damaged`(text: String) {
    let read = ReadEnvelope(text)
    #expect(read.isDamaged)
    #expect(read.origtime == nil)
  }

  @Test(arguments: [
    "orig=1\n[message]\n", "[message]\n\\\n", "[message](base)\n", "[message]\n[x\n",
    "[message]\n#include \"x\"\n",
  ])
  func `a file Asterisk refuses gives only what the raw lines tell`(start: String) {
    let read = ReadEnvelope(start + "callerid=Bob\norigtime=12\nmsg_id=a-1\nduration=3\n")
    #expect(read.faults.contains([.invalid, .hiddenFields]))
    #expect(read.origtime == 12 && read.messageID == "a-1" && read.duration == 3)
    #expect(read.callerID == nil)
    #expect(read.isDamaged)
  }

  @Test(arguments: ["\\\u{E9} = 1\n", "#include\u{A0}x\n"])
  func `bytes beyond ASCII are read as the machine's char is`(line: String) {
    let read = ReadEnvelope("[message]\n" + line + "origtime=12\n")
    #expect(read.faults.contains(.invalid) == ConfRules.hostCharIsSigned)
    #expect(read.origtime == 12)
  }

  @Test func `a time whose line has no end may be cut and is not believed`() {
    let cut = ReadEnvelope("[message]\ncallerid=Bob\norigtime=17953")
    #expect(cut.origtime == nil)
    #expect(cut.faults.contains(.cutOrigtime) && cut.isDamaged)
    #expect(ReadEnvelope("[message]\norigtime=17953\nduration=1").origtime == 17953)
  }

  @Test func `a line too long for Asterisk is left out`() {
    func line(_ bytes: Int) -> String {
      "[message]\norigtime=5\nflag=" + String(repeating: "x", count: bytes - 5) + "\nduration=2\n"
    }
    #expect(ReadEnvelope(line(8190)).flag?.count == 8185)
    let long = ReadEnvelope(line(8191))
    #expect(long.flag == nil && long.duration == 2 && long.faults.contains(.overlongLine))
  }

  @Test func `a NUL ends the text of its line`() {
    let read = ReadEnvelope("[message]\nflag=ab\u{0}cd\norigtime=7\n")
    #expect(read.flag == "ab" && read.origtime == 7)
  }

  @Test func `a byte order mark is skipped`() {
    #expect(ReadEnvelope("\u{FEFF}[message]\norigtime=7\n").origtime == 7)
  }

  @Test func `every message of the samples is read`() throws {
    for version in ["asterisk-22", "asterisk-16"] {
      let files = try Fixtures.text("\(version)/messages.txt").components(before: "==> ")
      #expect(files.count == 33)
      for file in files {
        let body = file.drop { $0 != "\n" }
        let read = ReadEnvelope(String(body))
        #expect(
          read.origtime.map { (1_795_388_000...1_795_389_000).contains($0) } == true, "\(file)")
        #expect(read.messageID?.count == 19 && read.duration != nil && !read.isDamaged, "\(file)")
      }
    }
  }
}

extension String {
  /// The pieces that begin behind each mark at a line's start.
  fileprivate func components(before mark: String) -> [Substring] {
    var pieces: [Substring] = []
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(mark) {
        pieces.append(line.dropFirst(mark.count))
      } else if let last = pieces.last {
        pieces[pieces.count - 1] = last + "\n" + line
      }
    }
    return pieces
  }
}

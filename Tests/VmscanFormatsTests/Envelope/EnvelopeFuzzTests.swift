import Testing
import VmscanFormats
import VmscanTestSupport

struct EnvelopeFuzzTests {
  private static let pieces = [
    "[message]", "[message](!)", "[message](+)", "[", "]", "(", ")", "\n", "\r\n", ";", ";--",
    "--;",
    "\\", "\\;", "=", "=>", "+=", "origtime", "duration", "msg_id", "callerid", "origmailbox",
    "flag",
    "origtime=1795388213\n", "duration=7\n", "msg_id=a\n", " ", "\t", "1", "9223372036854775808",
    "#include x", "\u{0}", "ë", "-", "x",
  ]

  @Test(arguments: [UInt64(1), 20_261_123, 77])
  func `no text crashes the parser or leaves the file`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    var parser = EnvelopeParser()
    for _ in 0..<4000 {
      let count = Int.random(in: 0..<30, using: &random)
      let text = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      let bytes = Array(text.utf8)
      let envelope = parser.parse(bytes.span)
      let fields = [
        envelope.callerID, envelope.messageID, envelope.origMailbox, envelope.rdnis, envelope.flag,
      ]
      let isInside = fields.allSatisfy { field in
        let limit = field.place == .scratch ? parser.scratch.count : bytes.count
        return field.range.upperBound <= limit
      }
      // A parser used before must read as a new one does.
      let fresh = ReadEnvelope(text)
      let isSound =
        isInside && envelope.origtime.map { $0 > 0 } ?? true
        && envelope.duration.map { $0 >= 0 } ?? true
        && fresh.origtime == envelope.origtime && fresh.faults == envelope.faults
      if !isSound { Issue.record("seed \(seed): \(text.debugDescription)") }
    }
  }

  @Test func `random bytes do not crash the parser`() {
    var random = SeededGenerator(seed: 4711)
    for length in 0..<3000 {
      let bytes = random.bytes(length % 200, of: Array(0...255))
      #expect(ReadEnvelope(bytes: bytes).origtime == nil, "seed 4711, length \(length)")
    }
  }

  @Test func `every prefix of an envelope has the right time or none`() {
    let bytes = Array(EnvelopeText(origtime: 1_795_388_213).text.utf8)
    for length in 0..<bytes.count {
      let read = ReadEnvelope(bytes: Array(bytes[..<length]))
      #expect(read.origtime == nil || read.origtime == 1_795_388_213, "first \(length) bytes")
    }
  }

  @Test(arguments: [UInt64(3), 99])
  func `comments are stripped as the reference model strips them`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var compared = 0
    for _ in 0..<6000 {
      let lines = (0..<4).map { _ in
        random.bytes(Int.random(in: 0..<12, using: &random), of: Array(";--\\ab;-".utf8))
      }
      var parser = EnvelopeParser()
      let flagged = lines.map { Array("flag=".utf8) + $0 + [0x0A] }
      let text = Array("[message]\n".utf8) + flagged.joined()
      let envelope = parser.parse(text.span)
      // What is left of a line may be a lone backslash, which ends the load.
      guard !envelope.faults.contains(.invalid) else { continue }
      compared += 1
      let model = CommentModel.lastFlag(flagged.map { Array($0.dropLast()) })
      let read = envelope.flag.isPresent ? parser.bytes(of: envelope.flag, in: text.span) : nil
      if read != model {
        let shown = String(decoding: text, as: UTF8.self).debugDescription
        Issue.record("seed \(seed): \(shown) gave \(read as Any), not \(model as Any)")
      }
    }
    #expect(compared > 5000)
  }
}

/// The loop of `config_text_file_load`, written down with C's strings and pointers as indices.
private enum CommentModel {
  static func lastFlag(_ lines: [[UInt8]]) -> [UInt8]? {
    var comment = 0
    var flag: [UInt8]?
    for line in lines {
      guard let live = process(line, &comment) else { continue }
      let text = strip(live)
      guard let equal = text.firstIndex(of: 0x3D),
        strip(Array(text[..<equal])) == Array("flag".utf8)
      else { continue }
      flag = strip(Array(text[(equal + 1)...]))
    }
    return flag
  }

  private static func strip(_ text: [UInt8]) -> [UInt8] {
    let front = text.drop { $0 <= 32 }
    return Array(front.reversed().drop { $0 <= 32 }.reversed())
  }

  private static func process(_ line: [UInt8], _ comment: inout Int) -> [UInt8]? {
    var buf = line + [0, 0, 0, 0]
    func string(_ from: Int) -> ArraySlice<UInt8> { buf[from...].prefix { $0 != 0 } }
    var processBuf: Int? = comment == 0 ? 0 : nil
    var newBuf = 0
    while let commentP = string(newBuf).firstIndex(of: 0x3B) {
      if commentP > newBuf, buf[commentP - 1] == 0x5C {
        newBuf = commentP
        buf.replaceSubrange(commentP - 1..<buf.count, with: buf[commentP...] + [0])
      } else if buf[commentP + 1] == 0x2D, buf[commentP + 2] == 0x2D, buf[commentP + 3] != 0x2D {
        buf[commentP] = 0
        newBuf = commentP + 3
        comment += 1
      } else if commentP >= newBuf + 2, buf[commentP - 1] == 0x2D, buf[commentP - 2] == 0x2D {
        comment -= 1
        newBuf = commentP + 1
        if comment == 0 {
          if let start = processBuf {
            let old = start + string(start).count
            let rest = Array(string(newBuf)) + [0, 0, 0, 0]
            buf.replaceSubrange(old..<buf.count, with: rest)
            newBuf = old
          } else {
            processBuf = newBuf
          }
        }
      } else if comment == 0 {
        buf[commentP] = 0
        newBuf = commentP
      } else {
        newBuf = commentP + 1
      }
    }
    return processBuf.map { Array(string($0)) }
  }
}

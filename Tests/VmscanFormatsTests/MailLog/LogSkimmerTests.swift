import Testing
import VmscanFormats

struct LogSkimmerTests {
  static let stamp = "Nov 22 23:05:10 "
  static let opening =
    "pbx postfix/cleanup[7]: AAAA1B2C4D: message-id=<Asterisk-1-2-1001-147@pbx.example.com>"

  private static func skim(
    _ lines: [String], pending: [String] = [], wantsFirstStamp: Bool = true
  ) -> (texts: [String], result: SkimmedLines) {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    var skimmer = LogSkimmer(
      pending: pending.map { Array($0.utf8) }, wantsFirstStamp: wantsFirstStamp)
    var result = SkimmedLines()
    skimmer.skim(bytes.span, 0..<bytes.count, into: &result)
    let texts = result.relevant.map {
      String(decoding: result.bytes[Int($0.start)..<Int($0.end)], as: UTF8.self)
    }
    return (texts, result)
  }

  /// Lines whose hosts and programs begin alike, are cut short or are none.
  static let alike: [String] = [
    stamp + "pbx postfix/smtp[7]: AAAA1B2C4D: to=<a@x>", stamp + "pbx postfix/smtp[7]: warning: no",
    stamp + "pbx2 postfix/smtp[7]: AAAA1B2C4D: to=<a@x>",
    stamp + "pb postfix/smtp[7]: 4F3A1: uid=1",
    stamp + "pbx postfix-out/smtp[7]: AAAA1B2C4D: to=<a@x>",
    stamp + "pbx postfi/smtp[7]: A: to=<a@x>", stamp + "pbx postfix[7]: AAAA1B2C4D: uid=1",
    stamp + "pbx postfix[7] AAAA1B2C4D: uid=1", stamp + "pbx postfix: AAAA1B2C4D: uid=1",
    stamp + "pbx postfix", stamp + "pbx postfix ", stamp + "pbx postfix: ", stamp + "pbx p", stamp,
    stamp + "postfix postfix/smtp[7]: AAAA1B2C4D: to=<a@x>", stamp + " postfix/smtp[7]: AAAA1: x",
    "2026-11-22T23:05:10.123456+00:00 pbx postfix/smtp[7]: AAAA1B2C4D: to=<a@x>",
    "2026-11-22T23:05:10+00:00 pbx postfix/smtp[7]: AAAA1B2C4D: to=<a@x>",
    "2026-11-22 23:08:31 1xVGff-0000000001t-3AfX <= a@b",
    "{\"MESSAGE\":\"pbx postfix/smtp[7]: A\"}", "",
  ]

  @Test
  func `a host known from another line changes nothing`() {
    var bytes: [UInt8] = []
    var places: [Range<Int>] = []
    for line in Self.alike {
      places.append(bytes.count..<bytes.count + line.utf8.count)
      bytes += Array(line.utf8) + [0x0A]
    }
    func head(_ place: Range<Int>, _ origin: Range<Int>) -> PostfixHead? {
      PostfixLine.head(bytes.span, from: place.lowerBound, to: place.upperBound, origin: origin)
    }
    var compared = 0
    for earlier in places {
      guard let known = head(earlier, 0..<0) else { continue }
      for place in places {
        #expect(head(place, known.origin) == head(place, 0..<0))
        compared += 1
      }
    }
    #expect(compared == 14 * places.count)
  }

  @Test
  func `lines of a mail begun in the block are picked, others are counted`() {
    let other = Self.stamp + "pbx postfix/qmgr[7]: BBBB1B2C99: removed"
    let end = Self.stamp + "pbx postfix/qmgr[7]: AAAA1B2C4D: removed"
    let lines = [other, Self.stamp + Self.opening, other, end, other]
    let (texts, result) = Self.skim(lines)
    #expect(texts == [lines[1], end])
    #expect(result.others == 3)
    #expect(result.opened.count == 1)
  }

  @Test(arguments: [
    "cleanup[7]: AAAA1B2C4D: redirect: header Subject: x; from=<a@x>: b@x",
    "cleanup[7]: AAAA1B2C4D: filter: header Subject: x; from=<a@x>: smtp:[192.0.2.1]:10027",
    "pickup[7]: AAAA1B2C4D: uid=101 from=<a@x> orig_id=BBBB1B2C4D",
  ])
  func `a mail's way is picked before it is known whose it is`(_ words: String) {
    let line = Self.stamp + "pbx postfix/" + words
    let (texts, result) = Self.skim([line, Self.stamp + "pbx postfix/qmgr[7]: AAAA1B2C4D: removed"])
    #expect(texts == [line])
    #expect(result.opened.isEmpty)
  }

  @Test
  func `a picked line's head points into the copy`() {
    let line = Self.stamp + Self.opening
    let (_, result) = Self.skim([Self.stamp + "pbx cron[7]: x", "", line])
    let place = result.relevant.last
    let plain = PostfixLine.head(
      result.bytes.span, from: Int(place?.start ?? 0), to: Int(place?.end ?? 0), origin: 0..<0)
    #expect(place?.head == plain)
    #expect(plain != nil)
  }

  @Test
  func `lines of a mail under way are picked until it is known to be over`() {
    let line = Self.stamp + "pbx postfix/qmgr[7]: AAAA1B2C4D: removed"
    let bytes = Array((line + "\n").utf8)
    let id = Array("AAAA1B2C4D".utf8)
    var skimmer = LogSkimmer(pending: [id], wantsFirstStamp: false)
    let bucket = Int32(QueueID.bucket(id.span, from: 0, to: id.count))
    for isOver in [false, true] {
      var result = SkimmedLines()
      if isOver { skimmer.learn(opened: [], changes: [-bucket - 1]) }
      skimmer.skim(bytes.span, 0..<bytes.count, into: &result)
      #expect(result.relevant.count == (isOver ? 0 : 1))
    }
  }

  @Test
  func `the first and the last time count, whoever wrote the line`() {
    let first = "Nov 22 23:05:10 pbx cron[7]: x"
    let last = "2026-11-22T23:05:10Z pbx cron[7]: x"
    let (_, result) = Self.skim(["no time", "", first, Self.stamp + Self.opening, last, ""])
    let text = Array(first.utf8)
    let stamp = LogStamp(text.span, from: 0, to: text.count)
    #expect(result.firstStamp == stamp)
    #expect(result.lastStamp == .absolute(1_795_388_710))
    #expect(Self.skim([first], wantsFirstStamp: false).result.firstStamp == nil)
    #expect(Self.skim([first, "no time"]).result.lastStamp == nil)
    #expect(Self.skim([""]).result.lastStamp == nil)
  }

  @Test
  func `what is read ahead is what a line says when it is read`() {
    let texts = Self.alike + [Self.stamp + Self.opening, Self.stamp + Self.opening + "\r"]
    var (_, result) = Self.skim(
      texts + [
        Self.stamp + "pbx postfix/smtp[7]: AAAA1B2C4D: to=<a@x>, relay=x[192.0.2.7]:25, delay=1, "
          + "dsn=2.0.0, status=sent (250 Ok)"
      ])
    #expect(result.events.isEmpty)
    result.readAhead()
    #expect(result.events.count == result.relevant.count)
    let picked = result
    let bytes = picked.bytes.span
    var said = 0
    for (place, event) in zip(picked.relevant, picked.events) {
      let whole = Int(place.start)..<Int(place.end)
      let isPlain = LogLine.isPlain(bytes, place.head, of: whole)
      let end = whole.isEmpty ? 0 : LogLine.end(of: whole, in: bytes)
      let line = isPlain ? LogLine(bytes, from: whole.lowerBound, to: end) : nil
      #expect(event == line.flatMap { PostfixLine.event(bytes, $0) })
      said += event == nil ? 0 : 1
    }
    #expect(said >= 3)
    result.clear()
    #expect(result.events.isEmpty)
  }

  @Test
  func `a journal's line tells its own time`() {
    let line = "{\"MESSAGE\":\"x\",\"__REALTIME_TIMESTAMP\":\"1795388710000123\"}"
    let (texts, result) = Self.skim([line])
    #expect(texts == [line])
    #expect(result.lastStamp == .absolute(1_795_388_710))
  }
}

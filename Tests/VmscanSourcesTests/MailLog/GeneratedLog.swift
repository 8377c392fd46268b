import VmscanModel

/// Makes up Postfix logs in which everything happens that makes following a mail hard.
///
/// Few queue ids, given again and again; many mails at once, their lines mixed; two hosts and two
/// instances that give the same ids; mails that come back under another id; words written by
/// somebody who wants to be believed. The same seed gives the same bytes.
struct GeneratedLog {
  /// Start of 2026 in UTC; the lines are of its November.
  static let newYear: Int64 = 1_767_225_600

  private struct Mail {
    var head: String
    var steps: [String]
  }

  private var random: SplitMix
  private(set) var lines: [[UInt8]] = []
  private var second = 0
  private var number = 0
  private var messageIDs: [String] = []

  init(seed: UInt64, mails: Int) {
    random = SplitMix(state: seed)
    var underWay: [Mail] = []
    while number < mails || !underWay.isEmpty {
      if number < mails, underWay.count < 12, underWay.isEmpty || chance(3) {
        underWay.append(mail())
      }
      guard let place = underWay.indices.randomElement(using: &random) else { continue }
      second += Int.random(in: 0...2, using: &random)
      if let step = underWay[place].steps.first {
        write(underWay[place].head, step)
        underWay[place].steps.removeFirst()
      } else {
        underWay.remove(at: place)
      }
      if chance(4) { noise() }
    }
  }

  var bytes: [UInt8] { Array(lines.joined()) }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  private mutating func pick(_ list: [String]) -> String {
    list[Int.random(in: list.indices, using: &random)]
  }

  private mutating func mail() -> Mail {
    number += 1
    let id = pick([
      "4F3A1", "4F3A10", "AAAA1B2C4D", "AAAA1B2C4E", "3dKx5z1Pmqz9Nt", "3dKx5z1Pmqz9Nu",
    ])
    let head = pick(["pbx postfix", "pbx postfix", "pbx postfix-out", "relay postfix"])
    var messageID = pick([
      "Asterisk-\(number)-\(number * 7919)-\(1000 + number % 5)-2147@pbx.example.com",
      "Asterisk-\(number)-\(number * 7919)-\(1000 + number % 5)-2147@pbx.example.com",
      "\(number).x@example.com", "Asterisk-0-1-1001-2147@pbx.example.com",
    ])
    if chance(8), let earlier = messageIDs.randomElement(using: &random) { messageID = earlier }
    messageIDs.append(messageID)
    let address = pick(["alice@example.com", "Bob@Example.org", "\"a>, status=sent (b\"@x.example"])
    var steps: [String] = []
    if !chance(6) { steps.append("pickup[7]: \(id): uid=101 from=<asterisk>") }
    steps.append("cleanup[8]: \(id): message-id=<\(messageID)>")
    let count = Int.random(in: 1...2, using: &random)
    let queued =
      "qmgr[9]: \(id): from=<asterisk@pbx>, size=\(4630 + number % 3), nrcpt=\(count) (queue active)"
    steps.append(queued)
    steps += fate(id, address)
    if chance(3) { steps.append(queued) }
    if count == 2 { steps += fate(id, pick(["carol@example.com", "dave@example.net"])) }
    steps += ending(id)
    return Mail(head: head, steps: steps)
  }

  private mutating func fate(_ id: String, _ address: String) -> [String] {
    let to = "to=<\(address)>" + (chance(3) ? ", orig_to=<alias@pbx>" : "")
    func attempt(_ status: String, _ words: String, by program: String = "smtp") -> String {
      "\(program)[10]: \(id): \(to), relay=mx.example.org[192.0.2.7]:25, delay=1, "
        + "delays=0.1/0/0/1, dsn=2.0.0, status=\(status) (\(words))"
    }
    let deferred = attempt("deferred", "said: status=sent (250 2.0.0 Ok)")
    switch Int.random(in: 0..<10, using: &random) {
    case 9: return [attempt("sent", "250 2.7.0 Ok, discarded, id=00417-02 - SPAM")]
    case 0: return [deferred]
    case 1: return [deferred, deferred, attempt("sent", "250 2.0.0 Ok")]
    case 2: return [attempt("bounced", "550 5.1.1 removed"), notice(id)]
    case 3: return [attempt("sent", "ok", by: "discard")]
    case 4: return [attempt("sent", "delivered to file: /dev/null", by: "local")]
    case 5: return [attempt("sentinel", "250 2.0.0 Ok"), attempt("deliverable", "250 Ok")]
    case 6: return [attempt("sent", "250 2.0.0 Ok"), attempt("bounced", "later")]
    default: return [attempt("sent", "250 2.0.0 Ok: queued as 77")]
    }
  }

  private func notice(_ id: String) -> String {
    "bounce[11]: \(id): sender non-delivery notification: 9F3A1"
  }

  private mutating func ending(_ id: String) -> [String] {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return []
    case 1:
      return [
        "qmgr[9]: \(id): from=<a@pbx>, status=expired, returned to sender",
        "qmgr[9]: \(id): removed",
      ]
    case 2: return ["postsuper[12]: \(id): removed"]
    case 3: return ["postsuper[12]: \(id): requeued"]
    case 4: return ["cleanup[8]: \(id): milter-reject: END-OF-MESSAGE from localhost: 5.7.1 no"]
    default: return ["qmgr[9]: \(id): removed"]
    }
  }

  private mutating func noise() {
    let text = pick([
      "smtpd[13]: disconnect from unknown[198.51.100.1] ehlo=1 commands=1",
      "smtp[10]: AAAA1B2C4D: to=<a@x, relay=mx, status=sent (250 ok)",
      "smtp[10]: aaaa1b2c4d: to=<a@x>, relay=mx, dsn=2.0.0, status=sent (250 ok)",
      "smtp[10]: AAAA1B2C4D\u{1}: to=<a@x>, relay=mx, dsn=2.0.0, status=sent (250 ok)",
      "smtp[10]: AAAA1B2C4D : to=<a@x>, relay=mx, dsn=2.0.0, status=sent (250 ok)",
      "cleanup[8]: AAA\u{1}B2C4D: message-id=<Asterisk-1-2-1001-3@h>",
      "smtp[10]: 4F3A1: warning: to=<a@x>, relay=mx, status=sent (250 ok)",
      "smtp[10]: 4F3: to=<a@x>, relay=mx, dsn=2.0.0, status=sent (250 ok)",
      "smtp[10]: 4F3A1:", "smtp[10]:", "qmgr[9]: 4F3A1: removed by hand",
      "error[10]: AAAA1B2C4E: to=<a@x>, relay=none, delay=3, dsn=4.3.0, status=deferred (no)",
    ])
    write(pick(["pbx postfix", "relay postfix", "pbx evil postfix", "\u{ff} postfix"]), text)
  }

  private mutating func write(_ head: String, _ text: String) {
    let clock = second % 86400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let stamp =
      "Nov \(two(3 + second / 86400).replacing("0", with: " ", maxReplacements: 1)) "
      + "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
    let line = "\(stamp) \(head)/\(text)"
    lines.append(
      line.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        + (chance(5) ? [0x0D, 0x0A] : [0x0A]))
  }
}

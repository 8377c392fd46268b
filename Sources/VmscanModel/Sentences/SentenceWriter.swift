/// Writes arguments in their stored form.
struct SentenceWriter {
  var bytes: [UInt8] = []

  mutating func put(_ arguments: [Sentence.Argument]) {
    bytes.append(UInt8(ascii: "["))
    for (place, argument) in arguments.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      put(argument)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func put(_ argument: Sentence.Argument) {
    bytes.append(UInt8(ascii: "["))
    put(argument.tag)
    switch argument {
    case .address(let text), .name(let text), .caller(let text), .context(let text),
      .domain(let text), .path(let text), .setting(let text), .text(let text):
      put(next: text)
    case .word(let word): put(next: word)
    case .mailbox(let id):
      put(next: id.mailbox)
      put(next: id.context)
    case .place(let place):
      put(next: place.path)
      if let line = place.line { put(next: Int64(line)) }
    case .count(let count, let noun):
      put(next: Int64(count))
      put(next: noun)
    case .number(let number): put(next: Int64(number))
    case .bytes(let count): put(next: count.bytes)
    case .seconds(let seconds): put(next: seconds)
    case .time(let time), .day(let time): put(next: time.epochSeconds)
    case .age(let age): put(next: age.seconds)
    case .list(let items, let count, let isQuoted):
      put(next: Int64(count))
      put(next: isQuoted ? 1 : 0)
      put(next: items)
    case .sentence(let sentence):
      put(next: sentence.template)
      put(next: sentence.arguments)
    case .reason(let rule, let sentence, let isSecret):
      put(next: rule)
      put(next: isSecret ? 1 : 0)
      put(next: sentence.template)
      put(next: sentence.arguments)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// Places as arguments of a sentence without words.
  mutating func put(_ places: [Place]) {
    bytes.append(UInt8(ascii: "["))
    for (number, place) in places.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      put(.place(place))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func put(next text: ByteText) {
    guard text.bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) else {
      return put(next: text.description)
    }
    bytes.append(UInt8(ascii: ","))
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func put(next text: String) {
    bytes.append(UInt8(ascii: ","))
    put(text)
  }

  private mutating func put(next number: Int64) {
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: String(number).utf8)
  }

  private mutating func put(next arguments: [Sentence.Argument]) {
    for argument in arguments {
      bytes.append(UInt8(ascii: ","))
      put(argument)
    }
  }

  private mutating func put(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    guard
      text.utf8.contains(where: {
        $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
      })
    else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case ..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(contentsOf: (byte < 16 ? "0" : "").utf8)
        bytes.append(contentsOf: String(byte, radix: 16).utf8)
      default: bytes.append(byte)
      }
    }
  }
}

// The stored form of arguments is one JSON array of arrays, each a tag and its values:
//
//     [["address","a@example.com"],["count",3,"message"],["list",5,1,["address","b@example.com"]]]
//
// Text that is not UTF-8 is escaped as in every output (`ByteText.description`), times are epoch
// seconds. A tag that a later release adds reads as hidden text.

extension Sentence {
  /// The arguments as one line of JSON; empty when there are none.
  package var storedArguments: String { String(decoding: storedBytes, as: UTF8.self) }

  /// The same as bytes.
  var storedBytes: [UInt8] {
    guard !arguments.isEmpty else { return [] }
    var writer = SentenceWriter()
    writer.bytes.reserveCapacity(64)
    writer.put(arguments)
    return writer.bytes
  }

  /// Reads the stored form; `nil` when the arguments are no such JSON.
  package init?(template: String, storedArguments: String) {
    guard !storedArguments.isEmpty else {
      self.init(template: template, arguments: [])
      return
    }
    guard let values = SentenceValue(parsing: storedArguments), case .array(let list) = values,
      let arguments = Argument.arguments(list[...])
    else { return nil }
    self.init(template: template, arguments: arguments)
  }
}

extension Sentence: Codable {
  private enum Key: String, CodingKey { case template, arguments }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    let template = try values.decode(String.self, forKey: .template)
    let arguments = try values.decode(String.self, forKey: .arguments)
    guard let sentence = Sentence(template: template, storedArguments: arguments) else {
      throw DecodingError.dataCorruptedError(
        forKey: .arguments, in: values, debugDescription: "not the arguments of a sentence")
    }
    self = sentence
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(template, forKey: .template)
    try values.encode(storedArguments, forKey: .arguments)
  }
}

extension Sentence.Argument {
  /// The word that stands for its type in history, JSON and docs.
  package var tag: String {
    switch self {
    case .address: "address"
    case .name: "name"
    case .caller: "caller"
    case .mailbox: "mailbox"
    case .context: "context"
    case .domain: "domain"
    case .path: "path"
    case .place: "place"
    case .count: "count"
    case .number: "number"
    case .bytes: "bytes"
    case .seconds: "seconds"
    case .time: "time"
    case .day: "day"
    case .age: "age"
    case .setting: "setting"
    case .word: "word"
    case .text: "text"
    case .list: "list"
    case .sentence: "sentence"
    case .reason: "reason"
    }
  }

  fileprivate static func arguments(_ values: ArraySlice<SentenceValue>) -> [Sentence.Argument]? {
    var arguments: [Sentence.Argument] = []
    arguments.reserveCapacity(values.count)
    for value in values {
      guard case .array(let parts) = value, let argument = Sentence.Argument(parts) else {
        return nil
      }
      arguments.append(argument)
    }
    return arguments
  }

  private init?(_ parts: [SentenceValue]) {
    guard case .text(let tag)? = parts.first else { return nil }
    let (text, number) = (parts.dropFirst().first?.text, parts.dropFirst().first?.number)
    let bytes = text.map { ByteText(unescaping: $0) }
    switch (tag, bytes, number) {
    case ("address", let bytes?, _): self = .address(bytes)
    case ("name", let bytes?, _): self = .name(bytes)
    case ("caller", let bytes?, _): self = .caller(bytes)
    case ("context", let bytes?, _): self = .context(bytes)
    case ("domain", let bytes?, _): self = .domain(bytes)
    case ("path", let bytes?, _): self = .path(bytes)
    case ("setting", let bytes?, _): self = .setting(bytes)
    case ("text", let bytes?, _): self = .text(bytes)
    case ("word", _, _) where text != nil: self = .word(text ?? "")
    case ("mailbox", let mailbox?, _):
      guard let context = parts.last?.text, parts.count == 3 else { return nil }
      self = .mailbox(MailboxID(context: ByteText(unescaping: context), mailbox: mailbox))
    case ("place", let path?, _):
      self = .place(Place(path, line: parts.count > 2 ? parts[2].number.map { Int($0) } : nil))
    case ("count", _, let count?):
      guard let noun = parts.last?.text else { return nil }
      self = .count(Int(count), noun)
    case ("number", _, let number?): self = .number(Int(number))
    case ("bytes", _, let number?): self = .bytes(ByteCount(number))
    case ("seconds", _, let number?): self = .seconds(number)
    case ("time", _, let number?): self = .time(Timestamp(number))
    case ("day", _, let number?): self = .day(Timestamp(number))
    case ("age", _, let number?): self = .age(Age(seconds: number))
    case ("list", _, let count?):
      guard parts.count > 2, let isQuoted = parts[2].number,
        let items = Self.arguments(parts[3...])
      else { return nil }
      self = .list(items, of: Int(count), isQuoted: isQuoted != 0)
    case ("sentence", _, _) where text != nil:
      guard let arguments = Self.arguments(parts[2...]) else { return nil }
      self = .sentence(Sentence(template: text ?? "", arguments: arguments))
    case ("reason", _, _) where text != nil && parts.count > 3:
      guard let isSecret = parts[2].number, let template = parts[3].text,
        let arguments = Self.arguments(parts[4...])
      else { return nil }
      self = .reason(
        text ?? "", Sentence(template: template, arguments: arguments), isSecret: isSecret != 0)
    default: self = .text(bytes ?? ByteText(number.map(String.init) ?? ""))
    }
  }
}

extension [Place] {
  /// The places as the arguments of a sentence are stored.
  package var stored: String { String(decoding: storedBytes, as: UTF8.self) }

  /// The same as bytes.
  var storedBytes: [UInt8] {
    guard !isEmpty else { return [] }
    var writer = SentenceWriter()
    writer.put(self)
    return writer.bytes
  }

  /// Reads the stored form; `nil` when it is another.
  package init?(stored: String) {
    guard let sentence = Sentence(template: "", storedArguments: stored) else { return nil }
    self = sentence.arguments.compactMap { argument in
      guard case .place(let place) = argument else { return nil }
      return place
    }
  }
}

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

/// The part of JSON that stored arguments are made of.
private indirect enum SentenceValue {
  case text(String)
  case number(Int64)
  case array([SentenceValue])

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var number: Int64? { if case .number(let number) = self { number } else { nil } }

  init?(parsing json: String) {
    var rest = Array(json.utf8)[...]
    guard let value = Self.value(&rest, depth: 0), rest.isEmpty else { return nil }
    self = value
  }

  private static func skipBlanks(_ rest: inout ArraySlice<UInt8>) {
    rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }

  private static func value(_ rest: inout ArraySlice<UInt8>, depth: Int) -> SentenceValue? {
    skipBlanks(&rest)
    defer { skipBlanks(&rest) }
    switch rest.first {
    case UInt8(ascii: "[")?: return depth < 16 ? array(&rest, depth: depth) : nil
    case UInt8(ascii: "\"")?: return string(&rest).map { .text($0) }
    default:
      let digits = rest.prefix { ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: "-") }
      rest = rest[digits.endIndex...]
      return Int64(String(decoding: digits, as: UTF8.self)).map { .number($0) }
    }
  }

  private static func array(_ rest: inout ArraySlice<UInt8>, depth: Int) -> SentenceValue? {
    rest.removeFirst()
    skipBlanks(&rest)
    var values: [SentenceValue] = []
    guard rest.first != UInt8(ascii: "]") else {
      rest.removeFirst()
      return .array(values)
    }
    while let next = value(&rest, depth: depth + 1) {
      values.append(next)
      guard let byte = rest.popFirst() else { return nil }
      if byte == UInt8(ascii: "]") { return .array(values) }
      guard byte == UInt8(ascii: ",") else { return nil }
    }
    return nil
  }

  private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
    rest.removeFirst()
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(validating: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { return nil }
      switch escape {
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "u"):
        guard let scalar = unicode(&rest) else { return nil }
        bytes.append(contentsOf: String(Character(scalar)).utf8)
      default: bytes.append(escape)
      }
    }
    return nil
  }

  private static func unicode(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar? {
    let digits = String(decoding: rest.prefix(4), as: UTF8.self)
    rest = rest.dropFirst(4)
    return UInt32(digits, radix: 16).flatMap { Unicode.Scalar($0) }
  }
}

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

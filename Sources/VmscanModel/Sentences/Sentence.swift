/// A sentence that knows what is in it: a template with numbered places, and the values that belong
/// there, each with its type.
///
/// Rules and readers write one interpolated line; who may see which value is decided by the types
/// of the arguments when the sentence is rendered, never by looking at text:
///
///     "\(address: recipient) fits \(name: owner) (\(id)) better than this mailbox's owner."
///
/// The template is `{0} fits {1} ({2}) better than this mailbox's owner.`, as SARIF 2.1.0 (3.11.5)
/// writes it: literal braces are doubled. Only literals get into a template, so it holds nothing
/// that came from a spool, a configuration or a log.
package struct Sentence: Sendable, Hashable {
  package private(set) var template: String
  package private(set) var arguments: [Argument]

  /// A sentence as history keeps it; `template` must be one that a sentence had.
  package init(template: String, arguments: [Argument]) {
    self.template = template
    self.arguments = arguments
  }

  /// Text of which nothing is known, such as an operator's own words: hidden from every reader who
  /// may not see everything.
  package init(text: some StringProtocol) { self.init(.text(ByteText(text))) }

  /// A sentence that is one value.
  package init(_ argument: Argument) { self.init(template: "{0}", arguments: [argument]) }

  /// One value within a sentence.
  package enum Argument: Sendable, Hashable {
    /// An e-mail or pager address.
    case address(ByteText)
    /// The name of a mailbox's owner.
    case name(ByteText)
    /// A caller, `"Name" <number>` as in the envelope, or a number.
    case caller(ByteText)
    case mailbox(MailboxID)
    case context(ByteText)
    case domain(ByteText)
    /// A path that Asterisk or the administrator made; a name of unknown origin is `text`.
    case path(ByteText)
    case place(Place)
    /// How many of something; the noun is English and in the singular.
    case count(Int, String)
    case number(Int)
    case bytes(ByteCount)
    /// Length of audio in seconds.
    case seconds(Int64)
    case time(Timestamp)
    /// The UTC date of a moment.
    case day(Timestamp)
    case age(Age)
    /// The name or value of an option, as it is written in a configuration or on a command line.
    case setting(ByteText)
    /// A word of this program or of the operating system, such as the name of an error.
    case word(String)
    /// Anything else: what a person wrote, what a file is called, what a mail server answered.
    case text(ByteText)
    /// The first values of a list, and how many it has; quoted where a name may hold anything.
    case list([Argument], of: Int, isQuoted: Bool)
    case sentence(Sentence)
    /// One reason among several, with the identifier of the rule that reported it alone in an earlier
    /// release; a secret one says too much of a PIN for anybody but the administrator.
    indirect case reason(String, Sentence, isSecret: Bool)
  }
}

/// A file or directory, absolute or below the spool, and a line in it.
package struct Place: Sendable, Hashable, Codable {
  package var path: ByteText
  /// 1-based; `nil` for the file as a whole.
  package var line: Int?

  package init(_ path: ByteText, line: Int? = nil) {
    self.path = path
    self.line = line.flatMap { $0 > 0 ? $0 : nil }
  }

  package init(_ origin: Origin) { self.init(origin.file, line: origin.line) }
}

extension Place: CustomStringConvertible {
  package var description: String { "\(path)\(line.map { ":\($0)" } ?? "")" }
}

extension Sentence: ExpressibleByStringInterpolation {
  // A literal that the compiler sees, so that no text from elsewhere becomes a template.
  package init(stringLiteral value: StaticString) {
    template = Self.escaped(value)
    arguments = []
  }

  package init(stringInterpolation: Interpolation) {
    template = stringInterpolation.template
    arguments = stringInterpolation.arguments
  }

  private static let places = (0..<16).map { "{\($0)}" }

  fileprivate static func place(_ number: Int) -> String {
    number < places.count ? places[number] : "{\(number)}"
  }

  fileprivate static func escaped(_ literal: StaticString) -> String {
    let text = literal.description
    guard text.utf8.contains(where: { $0 == 0x7B || $0 == 0x7D }) else { return text }
    return text.reduce(into: "") { output, character in
      output.append(character)
      if character == "{" || character == "}" { output.append(character) }
    }
  }

  package struct Interpolation: StringInterpolationProtocol {
    fileprivate(set) var template = ""
    fileprivate(set) var arguments: [Argument] = []

    package init(literalCapacity: Int, interpolationCount: Int) {
      template.reserveCapacity(literalCapacity + 3 * interpolationCount)
      arguments.reserveCapacity(interpolationCount)
    }

    package mutating func appendLiteral(_ literal: StaticString) {
      template += Sentence.escaped(literal)
    }

    package mutating func appendInterpolation(_ argument: Argument) {
      template += Sentence.place(arguments.count)
      arguments.append(argument)
    }

    /// A part of this sentence: its template becomes part of this one's.
    package mutating func appendInterpolation(_ part: Sentence) {
      template += part.template(numberedFrom: arguments.count)
      arguments += part.arguments
    }
  }

  /// The template with the numbers of its places raised.
  fileprivate func template(numberedFrom first: Int) -> String {
    guard first > 0, !arguments.isEmpty else { return template }
    var output = ""
    for part in Template(template) {
      switch part {
      case .literal(let text):
        output += text.reduce(into: "") { output, character in
          output.append(character)
          if character == "{" || character == "}" { output.append(character) }
        }
      case .argument(let number): output += Self.place(number + first)
      }
    }
    return output
  }
}

extension Sentence.Interpolation {
  package mutating func appendInterpolation(address: ByteText) {
    appendInterpolation(.address(address))
  }
  package mutating func appendInterpolation(name: ByteText) { appendInterpolation(.name(name)) }
  package mutating func appendInterpolation(caller: ByteText) {
    appendInterpolation(.caller(caller))
  }
  package mutating func appendInterpolation(_ mailbox: MailboxID) {
    appendInterpolation(.mailbox(mailbox))
  }
  package mutating func appendInterpolation(context: ByteText) {
    appendInterpolation(.context(context))
  }
  package mutating func appendInterpolation(domain: ByteText) {
    appendInterpolation(.domain(domain))
  }
  package mutating func appendInterpolation(path: ByteText) { appendInterpolation(.path(path)) }
  package mutating func appendInterpolation(path: String) {
    appendInterpolation(.path(ByteText(unescaping: path)))
  }
  package mutating func appendInterpolation(_ place: Place) { appendInterpolation(.place(place)) }
  package mutating func appendInterpolation(_ origin: Origin) {
    appendInterpolation(.place(Place(origin)))
  }
  /// `\(3, "message")` is `3 messages`.
  package mutating func appendInterpolation(_ count: Int, _ noun: StaticString) {
    appendInterpolation(.count(count, noun.description))
  }
  package mutating func appendInterpolation(_ number: some BinaryInteger) {
    appendInterpolation(.number(Int(clamping: number)))
  }
  package mutating func appendInterpolation(_ bytes: ByteCount) {
    appendInterpolation(.bytes(bytes))
  }
  /// Length of audio.
  package mutating func appendInterpolation(seconds: Int64) {
    appendInterpolation(.seconds(seconds))
  }
  package mutating func appendInterpolation(_ time: Timestamp) {
    appendInterpolation(.time(time))
  }
  package mutating func appendInterpolation(day: Timestamp) { appendInterpolation(.day(day)) }
  package mutating func appendInterpolation(_ age: Age) { appendInterpolation(.age(age)) }
  package mutating func appendInterpolation(setting: ByteText) {
    appendInterpolation(.setting(setting))
  }
  package mutating func appendInterpolation(setting: String) {
    appendInterpolation(.setting(ByteText(setting)))
  }
  /// A word of this program or of the operating system, never one of a person or a file.
  package mutating func appendInterpolation(word: String) { appendInterpolation(.word(word)) }
  package mutating func appendInterpolation(_ folder: Folder) {
    appendInterpolation(.word(folder.name))
  }
  package mutating func appendInterpolation(text: ByteText) { appendInterpolation(.text(text)) }
  package mutating func appendInterpolation(text: some StringProtocol) {
    appendInterpolation(.text(ByteText(text)))
  }
  /// `3 messages (1.2 MiB, 4 minutes of audio)`.
  package mutating func appendInterpolation(_ totals: MessageTotals) {
    appendInterpolation(
      "\(totals.messages, "message") (\(totals.bytes), \(seconds: totals.seconds) of audio)"
        as Sentence)
  }

  /// The first three of a list and how many more there are: `a, b, c and 4 more`.
  ///
  /// - Parameters:
  ///   - list: The values, or only the first of them.
  ///   - count: How many there are when not all are at hand.
  ///   - isQuoted: Whether each is put in single quotes.
  package mutating func appendInterpolation(
    _ list: some Collection<Sentence.Argument>, of count: Int? = nil, quoted isQuoted: Bool = false
  ) {
    appendInterpolation(
      .list(
        Array(list.prefix(Sentence.listLength)), of: count ?? list.count, isQuoted: isQuoted))
  }

  /// A part that says too much of a PIN for anybody but the administrator.
  package mutating func appendInterpolation(secret part: Sentence) {
    appendInterpolation(.reason("", part, isSecret: true))
  }

  /// All of them, separated by semicolons.
  package mutating func appendInterpolation(all reasons: [Sentence.Argument]) {
    appendInterpolation(.list(reasons, of: reasons.count, isQuoted: false))
  }

  /// All of them, separated by semicolons.
  package mutating func appendInterpolation(_ sentences: [Sentence]) {
    appendInterpolation(
      .list(sentences.map { .sentence($0) }, of: sentences.count, isQuoted: false))
  }
}

extension Sentence {
  /// Parts of a sentence, separated by commas.
  package init(joining parts: [Sentence]) {
    self.init(template: "", arguments: [])
    for part in parts { self = template.isEmpty ? part : "\(self), \(part)" }
  }

  /// The sentence on one line: line breaks within literals become blanks.
  package var flowed: Sentence {
    guard template.utf8.contains(0x0A) else { return self }
    return Sentence(
      template: template.split(separator: "\n").joined(separator: " "), arguments: arguments)
  }

  /// The sentence with one full stop at its end.
  package var ended: Sentence {
    let isWord = template == "{0}" && arguments.count == 1
    if case .word(let word)? = arguments.first, isWord, word.hasSuffix(".") { return self }
    return template.hasSuffix(".") ? self : "\(self)."
  }

  /// How many of a list are shown.
  package static let listLength = 3
}

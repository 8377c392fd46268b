package import VmscanModel

/// What a reader may see of persons: names, addresses, callers and what people wrote.
///
/// | level | owner's name | address | caller | free text |
/// |---|---|---|---|---|
/// | `admin` | whole | whole | last two digits | whole |
/// | `auditor` | initials | first letter and domain | last two digits | hidden |
/// | `officer` | hidden | domain | hidden | hidden |
///
/// Only the type of a value decides, never a search in text. Mailbox numbers, contexts and the names
/// of devices and logins stay, since nothing could be acted on without them. A caller's number shows whole only to an `admin`
/// who asks for it.
package struct Redaction: Sendable, Hashable {
  package enum Level: String, Sendable, Codable, CaseIterable { case officer, auditor, admin }

  package var level: Level
  package var showsCallers: Bool

  package init(_ level: Level, showsCallers: Bool = false) {
    self.level = level
    self.showsCallers = showsCallers && level == .admin
  }

  /// Whole names and addresses, callers shortened.
  package static let standard = Redaction(.admin)

  static let hidden = "(hidden)"
  /// All that is said of a weak PIN to those who do not set PINs.
  private static let guessable = "guessable"

  /// The owner's name as this reader may see it; empty stays empty.
  package func name(_ name: ByteText) -> ByteText {
    guard level != .admin, !name.isEmpty else { return name }
    guard level == .auditor else { return ByteText(Self.hidden) }
    let initials = name.description.split(separator: " ").prefix(3).compactMap(\.first)
    return ByteText(initials.map { "\($0)." }.joined(separator: " "))
  }

  /// An e-mail address as this reader may see it: nothing at all of one that does not end in a
  /// domain, since a name may stand there.
  package func address(_ address: ByteText) -> ByteText {
    guard level != .admin, !address.isEmpty else { return address }
    let text = address.description
    guard let at = text.lastIndex(of: "@"), Self.isDomain(text[text.index(after: at)...]) else {
      return "***"
    }
    let first = level == .auditor ? String(text[..<at].prefix(1)) : ""
    return ByteText(first + "***" + text[at...])
  }

  /// Letters of any script, digits, dots and hyphens, or an address of the internet in brackets.
  private static func isDomain(_ text: Substring) -> Bool {
    let isLiteral = text.hasPrefix("[") && text.hasSuffix("]")
    let name = isLiteral ? text.dropFirst().dropLast() : text
    return !name.isEmpty
      && name.unicodeScalars.allSatisfy { scalar in
        scalar == "." || scalar == "-" || scalar == "_" || isLiteral && scalar == ":"
          || (scalar.isASCII
            ? ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
              || ("A"..."Z").contains(scalar)
            : scalar.properties.isAlphabetic)
      }
  }

  /// A caller, `"Name" <number>` as in the envelope, as this reader may see it.
  package func caller(_ caller: ByteText) -> ByteText {
    if showsCallers || caller.isEmpty { return caller }
    guard level != .officer else { return ByteText(Self.hidden) }
    var number = caller.bytes[...]
    if let open = number.lastIndex(of: 0x3C) { number = number[open...] }
    let digits = number.filter { $0 >= 0x30 && $0 <= 0x39 }
    guard digits.count >= 7 else { return ByteText(Self.hidden) }
    return ByteText(bytes: Array("***".utf8) + digits.suffix(2))
  }

  /// What a person wrote, as this reader may see it.
  package func text(_ text: ByteText) -> ByteText {
    level == .admin || text.isEmpty ? text : ByteText(Self.hidden)
  }

  /// A sentence with its values as this reader may see them.
  package func sentence(_ sentence: Sentence) -> Sentence {
    guard level != .admin || !showsCallers, sentence.hasPersonal else { return sentence }
    return Sentence(
      template: sentence.template, arguments: sentence.arguments.map { argument($0) })
  }

  /// A sentence for this reader as plain text.
  package func plain(_ sentence: Sentence) -> String { self.sentence(sentence).unmasked }

  private func argument(_ argument: Sentence.Argument) -> Sentence.Argument {
    switch argument {
    case .address(let value): .address(address(value))
    case .name(let value): .name(name(value))
    case .caller(let value): .caller(caller(value))
    case .text(let value): .text(text(value))
    case .reason(_, _, isSecret: true): level == .admin ? argument : .word(Self.guessable)
    case .list(let items, _, _) where level != .admin && items.contains(where: \.isSecret):
      .word(Self.guessable)
    case .reason(let rule, let value, let isSecret):
      .reason(rule, sentence(value), isSecret: isSecret)
    case .list(let items, let count, let isQuoted):
      .list(items.map { self.argument($0) }, of: count, isQuoted: isQuoted)
    case .sentence(let value): .sentence(sentence(value))
    case .mailbox, .context, .domain, .path, .place, .count, .number, .bytes, .seconds, .time, .day,
      .age, .setting, .word:
      argument
    }
  }
}

extension Sentence.Argument {
  fileprivate var isSecret: Bool {
    if case .reason(_, _, isSecret: true) = self { true } else { false }
  }
}

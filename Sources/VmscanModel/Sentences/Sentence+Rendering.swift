extension Sentence {
  /// The sentence with its values in it.
  ///
  /// - Parameter show: What stands for a value; `nil` for its own plain form.
  /// - Returns: The text, as it stands in a report.
  package func rendered(_ show: (Argument) -> String?) -> String {
    var output = ""
    for part in Template(template) {
      switch part {
      case .literal(let text): output += text
      case .argument(let number):
        if arguments.indices.contains(number) { output += arguments[number].rendered(show) }
      }
    }
    return output
  }

  /// Everything as it is, for the administrator alone.
  package var unmasked: String { rendered { _ in nil } }

  /// The same with each reason's own identifier behind it, which settings and acceptances may name.
  package var identified: String {
    rendered { argument in
      guard case .reason(let rule, let sentence, _) = argument, !rule.isEmpty else { return nil }
      return "\(sentence.identified) (\(rule))"
    }
  }

  /// The rules of earlier releases whose reasons it lists.
  package var reasons: [RuleID] {
    arguments.flatMap(\.all).compactMap { argument in
      guard case .reason(let rule, _, _) = argument, !rule.isEmpty else { return nil }
      return RuleID(rule)
    }
  }

  /// Whether anything in it is about a person or a secret.
  package var hasPersonal: Bool { arguments.contains { $0.all.contains(where: \.isPersonal) } }

  /// The addresses in it, also those in lists and in sentences within it.
  package var addresses: [ByteText] {
    arguments.flatMap(\.all).compactMap { argument in
      guard case .address(let address) = argument else { return nil }
      return address
    }
  }
}

extension Sentence: CustomStringConvertible {
  /// The sentence with everything hidden that concerns a person, so that an interpolation where
  /// nobody thought of readers reveals nothing.
  package var description: String { rendered { $0.isPersonal ? "(hidden)" : nil } }
}

extension Sentence.Argument {
  /// Whether not every reader may see it.
  package var isPersonal: Bool {
    switch self {
    case .address, .name, .caller, .text, .reason(_, _, isSecret: true): true
    case .mailbox, .context, .domain, .path, .place, .count, .number, .bytes, .seconds, .time, .day,
      .age, .setting, .word, .list, .sentence, .reason:
      false
    }
  }

  /// The argument itself, or what is in it.
  fileprivate var all: [Sentence.Argument] {
    switch self {
    case .list(let items, _, _): items.flatMap(\.all)
    case .sentence(let sentence): sentence.arguments.flatMap(\.all)
    case .reason(_, let sentence, _): [self] + sentence.arguments.flatMap(\.all)
    default: [self]
    }
  }

  /// The value as it stands in a sentence; `show` is asked for each value, also in lists.
  package func rendered(_ show: (Sentence.Argument) -> String?) -> String {
    if let shown = show(self) { return shown }
    switch self {
    case .address(let text), .name(let text), .caller(let text), .context(let text),
      .domain(let text), .path(let text), .setting(let text), .text(let text):
      return text.description
    case .mailbox(let id): return id.description
    case .place(let place): return place.description
    case .count(let count, let noun): return "\(count) \(count == 1 ? noun : Self.plural(noun))"
    case .number(let number): return "\(number)"
    case .bytes(let bytes): return bytes.description
    case .seconds(let seconds):
      let (count, noun) = seconds < 60 ? (seconds, "second") : ((seconds + 59) / 60, "minute")
      return "\(count) \(noun)\(count == 1 ? "" : "s")"
    case .time(let time): return time.description
    case .day(let time): return time.dateText
    case .age(let age): return age.words
    case .word(let word): return word
    case .list(let items, let count, let isQuoted):
      let quote = isQuoted ? "'" : ""
      let areSentences = items.contains(where: \.isSentence)
      let shown = items.map { quote + $0.rendered(show) + quote }
        .joined(separator: areSentences ? "; " : ", ")
      return count > items.count ? "\(shown) and \(count - items.count) more" : shown
    case .sentence(let sentence), .reason(_, let sentence, _): return sentence.rendered(show)
    }
  }

  private var isSentence: Bool {
    switch self {
    case .sentence, .reason: true
    default: false
    }
  }

  private static func plural(_ noun: String) -> String {
    if noun.hasSuffix("x") || noun.hasSuffix("s") || noun.hasSuffix("ch") { return noun + "es" }
    if noun.hasSuffix("y"), !["ay", "ey", "oy"].contains(where: noun.hasSuffix) {
      return noun.dropLast() + "ies"
    }
    return noun + "s"
  }
}

/// The parts of a template, one by one.
struct Template: Sequence, IteratorProtocol {
  enum Part {
    /// Braces are single here.
    case literal(String)
    case argument(Int)
  }

  private var rest: Substring.UTF8View

  init(_ template: String) { rest = template[...].utf8 }

  mutating func next() -> Part? {
    guard let first = rest.first else { return nil }
    if first == 0x7B || first == 0x7D {
      rest.removeFirst()
      if rest.first == first {
        rest.removeFirst()
        return .literal(first == 0x7B ? "{" : "}")
      }
      let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
      rest = rest[digits.endIndex...]
      if rest.first == 0x7D { rest.removeFirst() }
      return .argument(Int(Substring(digits)) ?? -1)
    }
    let literal = rest.prefix { $0 != 0x7B && $0 != 0x7D }
    rest = rest[literal.endIndex...]
    return .literal(String(Substring(literal)))
  }
}

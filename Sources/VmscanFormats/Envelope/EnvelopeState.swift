/// Sections and values as they come, one stripped line after the other.
struct EnvelopeState {
  enum Name { case origtime, duration, callerID, messageID, origMailbox, rdnis, flag }

  /// A `name += text` for a name that already has a value.
  struct Addition {
    let name: Name
    let text: Envelope.Field
  }

  private enum Section { case none, message, other }

  let lastValueWins: Bool
  var envelope = Envelope()
  var isInvalid = false
  /// The line now read has no newline: the file was cut, or written by hand.
  var isLastLineCut = false
  var addition: Addition?
  private(set) var hasMessageSection = false
  private(set) var origtimeField = Envelope.Field()
  private(set) var durationField = Envelope.Field()
  private var section = Section.none

  init(lastValueWins: Bool) { self.lastValueWins = lastValueWins }

  subscript(name: Name) -> Envelope.Field {
    switch name {
    case .origtime: origtimeField
    case .duration: durationField
    case .callerID: envelope.callerID
    case .messageID: envelope.messageID
    case .origMailbox: envelope.origMailbox
    case .rdnis: envelope.rdnis
    case .flag: envelope.flag
    }
  }

  /// Takes in one line without its comments (`process_text_line`).
  mutating func read(_ text: Span<UInt8>, _ line: Range<Int>, in place: Envelope.Field.Place) {
    let line = Self.strip(text, line)
    guard let first = line.first else { return }
    switch text[first] {
    case UInt8(ascii: "["): openSection(text, line)
    case UInt8(ascii: "#"): if Self.isInclude(text, line) { isInvalid = true }
    default: readVariable(text, line, in: place)
    }
  }

  /// Sets a value; an earlier one of the name stays where the first counts.
  mutating func set(
    _ name: Name, _ text: Span<UInt8>, _ value: Range<Int>, in place: Envelope.Field.Place,
    replacing: Bool = false
  ) {
    guard replacing || lastValueWins || !self[name].isPresent else { return }
    let field = Envelope.Field(value, in: place)
    switch name {
    case .origtime:
      origtimeField = field
      envelope.origtime =
        isLastLineCut ? nil : Self.number(text, value).flatMap { $0 > 0 ? $0 : nil }
      if isLastLineCut { envelope.faults.insert(.cutOrigtime) }
    case .duration:
      durationField = field
      envelope.duration = Self.number(text, value).flatMap { Int32(exactly: $0) }
    case .callerID: envelope.callerID = field
    case .messageID: envelope.messageID = field
    case .origMailbox: envelope.origMailbox = field
    case .rdnis: envelope.rdnis = field
    case .flag: envelope.flag = field
    }
  }

  /// A file that does not load gives Asterisk nothing at all.
  mutating func discardValues() {
    let faults = envelope.faults
    envelope = Envelope()
    envelope.faults = faults
    origtimeField = Envelope.Field()
    durationField = Envelope.Field()
  }

  private mutating func readVariable(
    _ text: Span<UInt8>, _ line: Range<Int>, in place: Envelope.Field.Place
  ) {
    guard section != .none else {
      isInvalid = true
      return
    }
    let isEscaped = text[line.lowerBound] == 0x5C
    let start = line.lowerBound + (isEscaped ? 1 : 0)
    if isEscaped,
      start >= line.upperBound || ConfRules.newest.isBelowPrintable(text[start])
    {
      isInvalid = true
      return
    }
    var equal = start + (isEscaped ? 1 : 0)
    while equal < line.upperBound, text[equal] != 0x3D { equal += 1 }
    guard section == .message, equal < line.upperBound else { return }
    let isAddition = equal > start + (isEscaped ? 1 : 0) && text[equal - 1] == 0x2B
    let nameEnd = isAddition ? equal - 1 : equal
    guard let name = Self.name(text, Self.strip(text, start..<nameEnd)) else { return }
    readValue(of: name, text, equal + 1..<line.upperBound, isAddition: isAddition, in: place)
  }

  private mutating func readValue(
    of name: Name, _ text: Span<UInt8>, _ range: Range<Int>, isAddition: Bool,
    in place: Envelope.Field.Place
  ) {
    if isAddition, self[name].isPresent {
      addition = Addition(name: name, text: Envelope.Field(range, in: place))
      return
    }
    var start = range.lowerBound
    if !isAddition, start < range.upperBound, text[start] == 0x3E { start += 1 }
    set(name, text, Self.strip(text, start..<range.upperBound), in: place)
  }

  private mutating func openSection(_ text: Span<UInt8>, _ line: Range<Int>) {
    var close = line.lowerBound
    while close < line.upperBound, text[close] != 0x5D { close += 1 }
    guard close < line.upperBound else {
      isInvalid = true
      return
    }
    let isMessage =
      Self.key(text, line.lowerBound + 1..<close) == 0x6D_6573_7361_6765  // "message"
      && close - line.lowerBound == 8
    guard close + 1 < line.upperBound, text[close + 1] == 0x28 else {
      enter(isMessage && !hasMessageSection)
      return
    }
    openSection(isMessage, options: text, close + 2..<line.upperBound)
  }

  /// Handles `(!)`, `(+)` and `(base)` behind a header.
  private mutating func openSection(
    _ isMessage: Bool, options text: Span<UInt8>, _ range: Range<Int>
  ) {
    guard let end = range.first(where: { text[$0] == 0x29 }) else {
      isInvalid = true
      return
    }
    let option = range.lowerBound < end ? text[range.lowerBound] : 0
    if end == range.lowerBound + 1, option == 0x21 {
      // A template is invisible to readers.
      section = .other
    } else if option == 0x2B, hasMessageSection || !isMessage {
      enter(isMessage)
    } else {
      // Asterisk never writes an envelope that inherits; without its base the load fails.
      isInvalid = true
    }
  }

  private mutating func enter(_ isMessage: Bool) {
    section = isMessage ? .message : .other
    if isMessage { hasMessageSection = true }
  }
}

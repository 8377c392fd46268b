/// Reads the form in which Asterisk itself writes almost every envelope (`leave_voicemail`): its
/// heading, then lines `name=value` without comments, blanks or repetition.
///
/// Gives up on anything else, which is then read by the whole grammar; what it accepts, the grammar
/// reads the same.
struct PlainEnvelope {
  private static let heading: StaticString =
    ";\n; Message Information file\n;\n[message]\n"

  private var envelope = Envelope()
  private var isDone = (origtime: false, duration: false)

  /// `nil` when the file is not of this form.
  static func parse(_ source: Span<UInt8>) -> Envelope? {
    let start = heading.utf8CodeUnitCount
    guard source.count > start, source[source.count - 1] == 0x0A, hasHeading(source),
      source.firstIndex(of: 0x3B, from: start) == nil, source.firstIndex(of: 0, from: start) == nil
    else { return nil }
    var plain = PlainEnvelope()
    var line = start
    while line < source.count {
      guard let end = source.firstIndex(of: 0x0A, from: line),
        end - line <= EnvelopeParser.longestLine, plain.read(source, line..<end)
      else { return nil }
      line = end + 1
    }
    let isWhole =
      plain.isDone.origtime && plain.isDone.duration && plain.envelope.messageID.isPresent
    return isWhole ? plain.envelope : nil
  }

  private static func hasHeading(_ source: Span<UInt8>) -> Bool {
    heading.withUTF8Buffer { heading in
      for place in heading.indices where source[place] != heading[place] { return false }
      return true
    }
  }

  /// Takes in a line; `false` when it is not `name=value` with neither blanks nor signs that mean
  /// something to the grammar.
  private mutating func read(_ source: Span<UInt8>, _ line: Range<Int>) -> Bool {
    var equal = line.lowerBound
    while equal < line.upperBound, source[equal] != 0x3D {
      // Names are letters and `_`; a `+` before the `=` would append.
      let byte = source[equal]
      guard byte >= 0x61 && byte <= 0x7A || byte == 0x5F else { return false }
      equal += 1
    }
    guard equal > line.lowerBound, equal < line.upperBound else { return false }
    let value = equal + 1..<line.upperBound
    if !value.isEmpty {
      guard source[value.lowerBound] > 32, source[value.lowerBound] != 0x3E,
        source[value.upperBound - 1] > 32
      else { return false }
    }
    return set(source, line.lowerBound..<equal, value)
  }

  private mutating func set(
    _ source: Span<UInt8>, _ nameRange: Range<Int>, _ value: Range<Int>
  ) -> Bool {
    guard let name = EnvelopeState.name(source, nameRange) else { return true }
    switch name {
    case .origtime:
      guard !isDone.origtime, let number = EnvelopeState.number(source, value) else { return false }
      envelope.origtime = number > 0 ? number : nil
      isDone.origtime = true
    case .duration:
      guard !isDone.duration, let number = EnvelopeState.number(source, value) else { return false }
      envelope.duration = Int32(exactly: number)
      isDone.duration = true
    case .callerID: return Self.set(value, to: &envelope.callerID)
    case .messageID: return Self.set(value, to: &envelope.messageID)
    case .origMailbox: return Self.set(value, to: &envelope.origMailbox)
    case .rdnis: return Self.set(value, to: &envelope.rdnis)
    case .flag: return Self.set(value, to: &envelope.flag)
    }
    return true
  }

  private static func set(_ value: Range<Int>, to field: inout Envelope.Field) -> Bool {
    guard !field.isPresent else { return false }
    field = Envelope.Field(value, in: .source)
    return true
  }
}

/// Takes fields that Asterisk cannot see from the raw lines.
enum EnvelopeRescue {
  /// The envelope of what was read, completed from lines such as `origtime=1772525709`.
  static func complete(_ state: EnvelopeState, from source: Span<UInt8>) -> Envelope {
    var state = state
    if state.isInvalid {
      state.discardValues()
      state.envelope.faults.insert(.invalid)
    }
    if !state.hasMessageSection { state.envelope.faults.insert(.noMessageSection) }
    let complete =
      state.origtimeField.isPresent && state.durationField.isPresent
      && state.envelope.messageID.isPresent
    if !complete { rescue(&state, from: source) }
    return state.envelope
  }

  private static func rescue(_ state: inout EnvelopeState, from source: Span<UInt8>) {
    var marks = LineMarks()
    var start = 0
    while start < source.count {
      let line = RawLine(in: source, from: start, marks: &marks)
      state.isLastLineCut = line.next > source.count
      rescue(line, from: source, into: &state)
      start = line.next
    }
  }

  private static func rescue(
    _ line: RawLine, from source: Span<UInt8>, into state: inout EnvelopeState
  ) {
    var end = line.start + line.length
    if end > line.start, source[end - 1] == 0x0D { end -= 1 }
    guard let equal = (line.start..<end).first(where: { source[$0] == 0x3D }),
      equal - line.start <= 8,
      let name = EnvelopeState.name(source, line.start..<equal), !state[name].isPresent
    else { return }
    switch name {
    case .origtime, .duration:
      guard EnvelopeState.number(source, equal + 1..<end) != nil else { return }
    case .messageID:
      guard end > equal + 1, (equal + 1..<end).allSatisfy({ source[$0] > 32 }) else { return }
    case .callerID, .origMailbox, .rdnis, .flag: return
    }
    state.set(name, source, equal + 1..<end, in: .source)
    state.envelope.faults.insert(.hiddenFields)
  }
}

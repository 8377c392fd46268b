/// Punycode (RFC 3492), enough to compare `xn--` labels with the same label spelled in UTF-8.
enum Punycode {
  private static let base = 36
  private static let maximumLabel = 63

  /// The code points of a label without its `xn--`; `nil` when it is not Punycode.
  static func decode(_ text: some Collection<UInt8>) -> [Unicode.Scalar]? {
    var output: [Unicode.Scalar] = []
    var rest = Array(text)[...]
    if let hyphen = rest.lastIndex(of: UInt8(ascii: "-")) {
      output = rest[..<hyphen].map { Unicode.Scalar($0) }
      rest = rest[(hyphen + 1)...]
    }
    guard text.count <= maximumLabel, output.allSatisfy(\.isASCII) else { return nil }
    var state = State()
    var index = 0
    while !rest.isEmpty {
      guard let delta = decodeDelta(&rest, bias: state.bias) else { return nil }
      index += delta
      let length = output.count + 1
      state.adapt(delta: delta, length: length)
      state.codePoint += index / length
      index %= length
      guard let scalar = Unicode.Scalar(UInt32(state.codePoint)), !scalar.isASCII else {
        return nil
      }
      output.insert(scalar, at: index)
      index += 1
    }
    return output
  }

  /// The label in Punycode without the `xn--` in front.
  static func encode(_ label: [Unicode.Scalar]) -> [UInt8] {
    var output = label.filter(\.isASCII).map { UInt8($0.value) }
    var handled = output.count
    if handled > 0 { output.append(UInt8(ascii: "-")) }
    var state = State()
    var delta = 0
    while handled < label.count {
      let next = label.lazy.map { Int($0.value) }.filter { $0 >= state.codePoint }.min() ?? 0
      delta += (next - state.codePoint) * (handled + 1)
      state.codePoint = next
      for scalar in label.map({ Int($0.value) }) {
        if scalar < next { delta += 1 }
        guard scalar == next else { continue }
        encodeDelta(delta, bias: state.bias, into: &output)
        handled += 1
        state.adapt(delta: delta, length: handled)
        delta = 0
      }
      delta += 1
      state.codePoint += 1
    }
    return output
  }

  /// The largest delta a label can need; more is an attempt at overflow.
  private static let maximumDelta = 0x11_0000 * (maximumLabel + 1)

  private static func decodeDelta(_ rest: inout ArraySlice<UInt8>, bias: Int) -> Int? {
    var delta = 0
    var weight = 1
    for step in 1... {
      guard let byte = rest.popFirst(), let digit = digit(byte) else { return nil }
      delta += digit * weight
      guard delta <= maximumDelta else { return nil }
      let threshold = threshold(step, bias)
      if digit < threshold { break }
      weight *= base - threshold
    }
    return delta
  }

  private static func encodeDelta(_ delta: Int, bias: Int, into output: inout [UInt8]) {
    var rest = delta
    for step in 1... {
      let threshold = threshold(step, bias)
      if rest < threshold { break }
      output.append(character((threshold + (rest - threshold) % (base - threshold))))
      rest = (rest - threshold) / (base - threshold)
    }
    output.append(character(rest))
  }

  private static func threshold(_ step: Int, _ bias: Int) -> Int {
    min(max(step * base - bias, 1), 26)
  }

  private static func digit(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte) - 0x61
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte) - 0x41
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte) - 0x30 + 26
    default: nil
    }
  }

  private static func character(_ digit: Int) -> UInt8 {
    UInt8(digit < 26 ? digit + 0x61 : digit - 26 + 0x30)
  }

  private struct State {
    var codePoint = 0x80
    var bias = 72
    private var isFirst = true

    /// Bias adaptation (RFC 3492 section 6.1).
    mutating func adapt(delta: Int, length: Int) {
      var delta = isFirst ? delta / 700 : delta / 2
      isFirst = false
      delta += delta / length
      var steps = 0
      while delta > 455 {
        delta /= 35
        steps += base
      }
      bias = steps + 36 * delta / (delta + 38)
    }
  }
}

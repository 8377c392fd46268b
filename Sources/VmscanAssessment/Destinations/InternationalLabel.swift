/// The part of IDNA's mapping that makes two spellings of one label equal: width, case and
/// composition.
enum InternationalLabel {
  /// Full-width letters and the three other full stops of IDNA become their ASCII forms.
  static func foldWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x3002, 0xFF0E, 0xFF61: "."
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    default: scalar
    }
  }

  /// Lower case with letter and accent as one code point where there is one.
  static func lowercased(_ label: some Collection<Unicode.Scalar>) -> [Unicode.Scalar] {
    if label.allSatisfy(\.isASCII) { return label.map(asciiLowercased) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: label)
    var output: [Unicode.Scalar] = []
    for character in String(text).lowercased() {
      if character.unicodeScalars.count > 1, let single = composed[character] {
        output.append(single)
      } else {
        output.append(contentsOf: character.unicodeScalars)
      }
    }
    return output
  }

  private static func asciiLowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "A"..."Z": Unicode.Scalar(UInt8(scalar.value) | 0x20)
    default: scalar
    }
  }

  /// Control, format and blank code points, which no label may hold.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
      .surrogate, .unassigned:
      true
    default: false
    }
  }

  /// Characters compare by canonical equivalence, so a decomposed one finds its composed form.
  private static let composed: [Character: Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [0xC0...0x24F, 0x370...0x4FF, 0x1E00...0x1FFF]
    let scalars = ranges.joined().compactMap(Unicode.Scalar.init)
    return Dictionary(scalars.map { (Character($0), $0) }, uniquingKeysWith: { first, _ in first })
  }()
}

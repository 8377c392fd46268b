/// A label as it looks at a glance: letters of other scripts, digits and letter pairs replaced by
/// the Latin letter they resemble.
enum Homoglyphs {
  static func skeleton(_ label: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var letters: [Unicode.Scalar] = []
    letters.reserveCapacity(label.count)
    for scalar in label {
      if scalar.value >= 0x61, scalar.value <= 0x7A {
        letters.append(scalar)
      } else if let glyph = glyphs[scalar] {
        letters.append(glyph)
      } else {
        letters += LatinLetters.base(scalar).unicodeScalars
      }
    }
    return joined(letters)
  }

  private static func joined(_ letters: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var output: [Unicode.Scalar] = []
    output.reserveCapacity(letters.count)
    for letter in letters {
      if let last = output.last, let joined = pair(last, letter) {
        output[output.count - 1] = joined
      } else {
        output.append(letter)
      }
    }
    return output
  }

  private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    switch (first, second) {
    case ("r", "n"): "m"
    case ("v", "v"): "w"
    case ("c", "l"): "d"
    default: nil
    }
  }

  private static let glyphs: [Unicode.Scalar: Unicode.Scalar] = {
    let likeness: [(Unicode.Scalar, String)] = [
      ("a", "аα"), ("b", "ьβ"), ("c", "сϲ"), ("d", "ԁ"), ("e", "еёε3"), ("h", "һн"), ("i", "іїι"),
      ("j", "ј"), ("k", "кκ"), ("l", "1ӏ"), ("m", "м"), ("n", "пη"), ("o", "оο0"), ("p", "рρ"),
      ("q", "ԛ"), ("r", "г"), ("s", "ѕ5"), ("t", "тτ"), ("u", "υ"), ("v", "νѵ"), ("w", "ԝω"),
      ("x", "хχ"), ("y", "уγ"),
    ]
    let pairs = likeness.flatMap { letter, others in others.unicodeScalars.map { ($0, letter) } }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }()
}

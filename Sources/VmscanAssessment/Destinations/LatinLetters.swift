/// Letters reduced to the unaccented Latin ones they are taken for.
enum LatinLetters {
  /// The ASCII letters a lower-case letter is written with when accents are dropped; the letter
  /// itself when it is not Latin.
  static func base(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0xDF: "ss"
    case 0xE6: "ae"
    case 0xFE: "th"
    case 0xE0...0xFF: String(latin1[Int(scalar.value) - 0xE0])
    case 0x132...0x133: "ij"
    case 0x152...0x153: "oe"
    case 0x100...0x17F: String(extendedA[Int(scalar.value) - 0x100])
    case 0x218...0x219: "s"
    case 0x21A...0x21B: "t"
    default: String(Character(scalar))
    }
  }

  /// The spelling with two letters that German, Danish and Norwegian addresses use.
  static func digraph(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0xE4: "ae"
    case 0xF6, 0xF8: "oe"
    case 0xFC: "ue"
    case 0xE5: "aa"
    default: nil
    }
  }

  private static let latin1 = Array("aaaaaaaceeeeiiiidnooooo-ouuuuyty")

  private static let extendedA = Array(
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii" + "iijjkkkllllllllllnnnnnnnnn"
      + "oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs")
}

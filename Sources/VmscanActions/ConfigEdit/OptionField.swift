import VmscanModel

/// The options of a mailbox line: where the field is in the value and which tokens it has
/// (`append_mailbox`, `apply_options`).
struct OptionField {
  struct Token: Hashable {
    var range: Range<Int>
    /// ASCII lower case, blanks and all; `nil` without an equal sign, which has no effect.
    var key: [UInt8]?
    var value: Range<Int>
  }

  /// Commas before the field, at most four.
  let commas: Int
  /// Where the field stands in the value; `nil` when there is none.
  let range: Range<Int>?
  let tokens: [Token]

  /// Splits a value; before 13.27 and 16.4 the next comma ended the field.
  init(_ value: [UInt8], keepsCommas: Bool) {
    var count = 0
    var start: Int?
    for (index, byte) in value.enumerated() where byte == UInt8(ascii: ",") {
      count += 1
      if count == 4 {
        start = index + 1
        break
      }
    }
    commas = count
    guard let start else {
      (range, tokens) = (nil, [])
      return
    }
    let end =
      keepsCommas ? value.count : value[start...].firstIndex(of: UInt8(ascii: ",")) ?? value.count
    range = start..<end
    tokens = Self.tokens(value[start..<end])
  }

  private static func tokens(_ field: ArraySlice<UInt8>) -> [Token] {
    field.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { token in
      let range = token.startIndex..<token.endIndex
      guard let equals = token.firstIndex(of: UInt8(ascii: "=")) else {
        return Token(range: range, key: nil, value: token.endIndex..<token.endIndex)
      }
      return Token(
        range: range, key: ByteText(bytes: token[..<equals]).lowercased.bytes,
        value: equals + 1..<token.endIndex)
    }
  }

  func tokens(of option: ConfigOptionChange.Option) -> [Token] {
    tokens.filter { token in
      option.spellings.contains { $0.utf8.elementsEqual(token.key ?? []) }
    }
  }

  /// `options=` holds a list of options of its own.
  var isNested: Bool { tokens.contains { $0.key == Array("options".utf8) } }
}

extension ConfigOptionChange.Option {
  /// The names Asterisk knows it by.
  var spellings: [String] {
    switch self {
    case .attach: ["attach"]
    case .delete: ["delete", "deletevoicemail"]
    }
  }
}

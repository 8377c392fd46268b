package import VmscanModel

/// What one option of a mailbox shall become.
package enum ConfigOptionWish: Sendable, Hashable {
  case set(ByteText)
  /// No token of its own, so that the default holds.
  case remove
}

/// Computes the smallest change of a value that gives options other values.
struct OptionEdit {
  /// A range of the value as Asterisk has it in memory, and what takes its place.
  struct Piece: Hashable {
    var range: Range<Int>
    var replacement: [UInt8]
  }

  let value: [UInt8]
  let field: OptionField

  init(_ value: [UInt8], keepsCommas: Bool) {
    self.value = value
    field = OptionField(value, keepsCommas: keepsCommas)
  }

  /// The value of the token in force, `nil` when there is none.
  func current(_ option: ConfigOptionChange.Option) -> ByteText? {
    field.tokens(of: option).last.map { ByteText(bytes: value[$0.value]) }
  }

  /// Pieces to replace, in order, none touching another; empty when nothing changes.
  func pieces(_ wishes: [ConfigOptionChange.Option: ConfigOptionWish]) -> [Piece] {
    var pieces: [Piece] = []
    var added: [[UInt8]] = []
    var removed: [OptionField.Token] = []
    for option in ConfigOptionChange.Option.allCases {
      let tokens = field.tokens(of: option)
      switch (wishes[option], tokens.last) {
      case (nil, _), (.remove, nil): continue
      case (.set(let wanted), let last?):
        if !value[last.value].elementsEqual(wanted.bytes) {
          pieces.append(Piece(range: last.value, replacement: wanted.bytes))
        }
      case (.set(let wanted), nil): added.append(Array("\(option.rawValue)=".utf8) + wanted.bytes)
      case (.remove, let last?) where tokens.count == 1: removed.append(last)
      case (.remove, let last?): pieces.append(denial(of: last))
      }
    }
    pieces += removals(of: removed)
    if !added.isEmpty { pieces.append(insertion(of: added)) }
    return Self.apart(pieces)
  }

  /// Pieces that touch become one, so that the order in which they are made cannot matter.
  private static func apart(_ pieces: [Piece]) -> [Piece] {
    let ordered = pieces.enumerated().sorted {
      ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
        < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
    }
    return ordered.reduce(into: []) { result, next in
      let piece = next.element
      guard let last = result.last, last.range.upperBound == piece.range.lowerBound else {
        result.append(piece)
        return
      }
      result[result.count - 1] = Piece(
        range: last.range.lowerBound..<piece.range.upperBound,
        replacement: last.replacement + piece.replacement)
    }
  }

  private func insertion(of tokens: [[UInt8]]) -> Piece {
    let joined = Array(tokens.joined(separator: [UInt8(ascii: "|")]))
    guard let range = field.range else {
      let commas = [UInt8](repeating: UInt8(ascii: ","), count: 4 - field.commas)
      return Piece(range: value.count..<value.count, replacement: commas + joined)
    }
    let needsBar = !range.isEmpty && value[range.upperBound - 1] != UInt8(ascii: "|")
    return Piece(
      range: range.upperBound..<range.upperBound,
      replacement: (needsBar ? [UInt8(ascii: "|")] : []) + joined)
  }

  private func denial(of token: OptionField.Token) -> Piece {
    Piece(range: token.value, replacement: Array("no".utf8))
  }

  /// Takes tokens out, each with the bar before it, or with the bar behind where nothing stays before
  /// it; says `no` instead where the rest would then mean something else.
  private func removals(of removed: [OptionField.Token]) -> [Piece] {
    guard let range = field.range else { return [] }
    var pieces: [Piece] = []
    var stays = false
    for token in field.tokens {
      guard removed.contains(token) else {
        stays = true
        continue
      }
      let (start, end) = (token.range.lowerBound, token.range.upperBound)
      pieces.append(
        Piece(
          range: stays ? start - 1..<end : start..<min(end + 1, range.upperBound), replacement: []))
    }
    // A blank at the end of a line is no part of the value, so that `attach=yes ` would count.
    var rest = value
    for piece in pieces.reversed() { rest.removeSubrange(piece.range) }
    let bares = rest.last.map { $0 < 33 } ?? false
    return bares ? removed.map(denial) : pieces
  }
}

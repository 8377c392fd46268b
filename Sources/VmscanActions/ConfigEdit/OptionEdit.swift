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

  /// Pieces to replace, in order and apart from each other; empty when nothing changes.
  func pieces(_ wishes: [ConfigOptionChange.Option: ConfigOptionWish]) -> [Piece] {
    var pieces: [Piece] = []
    var added: [[UInt8]] = []
    for option in ConfigOptionChange.Option.allCases {
      let tokens = field.tokens(of: option)
      switch (wishes[option], tokens.last) {
      case (nil, _), (.remove, nil): continue
      case (.set(let wanted), let last?):
        if !value[last.value].elementsEqual(wanted.bytes) {
          pieces.append(Piece(range: last.value, replacement: wanted.bytes))
        }
      case (.set(let wanted), nil): added.append(Array("\(option.rawValue)=".utf8) + wanted.bytes)
      case (.remove, let last?): pieces.append(removal(of: last, isOnly: tokens.count == 1))
      }
    }
    if !added.isEmpty { pieces.append(insertion(of: added)) }
    return pieces.sorted { $0.range.lowerBound < $1.range.lowerBound }
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

  /// Takes a token out with one bar, or says `no` where the rest would then mean something else.
  private func removal(of token: OptionField.Token, isOnly: Bool) -> Piece {
    let denial = Piece(range: token.value, replacement: Array("no".utf8))
    guard isOnly, let field = field.range else { return denial }
    if token.range.lowerBound > field.lowerBound {
      let bar = token.range.lowerBound - 1
      // A blank at the end of a line is no part of the value, so that `attach=yes ` would count.
      let bares = token.range.upperBound == value.count && bar > 0 && value[bar - 1] < 33
      return bares ? denial : Piece(range: bar..<token.range.upperBound, replacement: [])
    }
    let end = token.range.upperBound
    return Piece(
      range: token.range.lowerBound..<(end < field.upperBound ? end + 1 : end), replacement: [])
  }
}

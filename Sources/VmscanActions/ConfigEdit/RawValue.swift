import VmscanFormats

/// A value as it stands in its line, with the place of each byte Asterisk has in memory.
struct RawValue {
  /// Offset in the line per index of the value, and one more for its end.
  let offsets: [Int]

  /// `nil` when a block comment lies within the value or the line is another than was parsed.
  init?(_ variable: ConfVariable, line: ArraySlice<UInt8>) {
    let range = variable.place.range
    guard range.upperBound <= line.count else { return nil }
    var offsets: [Int] = []
    var text: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      offsets.append(index)
      var byte = line[line.startIndex + index]
      if byte == UInt8(ascii: "\\"), index + 1 < range.upperBound,
        line[line.startIndex + index + 1] == UInt8(ascii: ";")
      {
        byte = UInt8(ascii: ";")
        index += 1
      }
      text.append(byte)
      index += 1
    }
    guard text == variable.value else { return nil }
    self.offsets = offsets + [range.upperBound]
  }

  func range(of indices: Range<Int>) -> Range<Int> {
    offsets[indices.lowerBound]..<offsets[indices.upperBound]
  }
}

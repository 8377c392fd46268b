/// The live text of a line after comments and escapes, and where each byte stood.
struct ConfText {
  /// Stripped of blanks at both ends.
  var bytes: ArraySlice<UInt8>
  /// Offset in the physical line per index of `bytes` when the text was put together from
  /// pieces; an escaped semicolon has the complement of its backslash's offset.
  var offsets: [Int32]?
  /// What to subtract from an index to get the offset when the text is one piece.
  var base: Int
  /// A comment began directly after a byte that is not blank, as in `12;34`.
  var semicolonGlued = false

  /// Offset in the physical line of the byte at an index.
  func offset(at index: Int) -> Int {
    guard let offsets else { return index - base }
    let offset = Int(offsets[index])
    return offset < 0 ? ~offset : offset
  }

  /// Byte range in the physical line of a range of indices; an empty one lies after the byte
  /// before it.
  func range(of indices: Range<Int>) -> Range<Int> {
    guard let last = indices.last else {
      let position = indices.lowerBound > bytes.startIndex ? end(of: indices.lowerBound - 1) : 0
      return position..<position
    }
    return offset(at: indices.lowerBound)..<end(of: last)
  }

  /// Whether the bytes stand in the line exactly like this, without escapes or comments between.
  func isOnePiece(_ indices: Range<Int>) -> Bool {
    guard let offsets else { return true }
    return range(of: indices).count == indices.count
      && indices.allSatisfy { offsets[$0] >= 0 }
  }

  private func end(of index: Int) -> Int {
    guard let offsets else { return index - base + 1 }
    let offset = Int(offsets[index])
    return offset < 0 ? ~offset + 2 : offset + 1
  }
}

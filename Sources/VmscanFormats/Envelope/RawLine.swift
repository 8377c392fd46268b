import Glibc

/// One physical line: where it starts, where its text ends and the next line begins.
struct RawLine {
  let start: Int
  /// End of the text: a NUL or the newline, whatever comes first.
  let textEnd: Int
  /// Bytes before the newline.
  let length: Int
  /// Start of the next line; one past the end of the file when there is no newline.
  let next: Int

  init(in source: Span<UInt8>, from start: Int, marks: inout LineMarks) {
    let end = source.firstIndex(of: 0x0A, from: start) ?? source.count
    self.start = start
    length = end - start
    next = end + 1
    textEnd = min(end, marks.nul(in: source, from: start))
  }
}

/// The next NUL and the next semicolon of a file, each looked for only when passed.
struct LineMarks {
  private var nul = -1
  private var semicolon = -1

  mutating func nul(in source: Span<UInt8>, from start: Int) -> Int {
    if nul < start { nul = source.firstIndex(of: 0, from: start) ?? source.count }
    return nul
  }

  /// The first `;` of a range, or -1.
  mutating func semicolon(in source: Span<UInt8>, _ range: Range<Int>) -> Int {
    if semicolon < range.lowerBound {
      semicolon = source.firstIndex(of: 0x3B, from: range.lowerBound) ?? source.count
    }
    return semicolon < range.upperBound ? semicolon : -1
  }
}

extension Span<UInt8> {
  /// The first place of a byte at or after `start`, by `memchr`.
  func firstIndex(of byte: UInt8, from start: Int) -> Int? {
    precondition(start >= 0 && start <= count)
    return withUnsafeBufferPointer { buffer in
      guard start < count, let base = buffer.baseAddress,
        let found = memchr(base + start, Int32(byte), count - start)
      else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
  }
}

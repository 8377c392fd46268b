/// One configuration file as its physical lines, with every byte kept.
///
/// Nothing is interpreted here, so that `serialized` gives back what was read whatever it was:
/// CRLF, NUL, Latin-1, a byte order mark, a missing final newline. Places found by `ConfLoader`
/// name a line and a byte range in it, which `replace` edits.
package struct ConfDocument: Sendable, Hashable {
  /// Path as bytes, as the loader was given it.
  package let path: [UInt8]
  private var bytes: [UInt8]
  /// Index of each line's first byte.
  private var starts: [Int]

  package init(path: [UInt8], bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    starts = Self.lineStarts(of: bytes)
  }

  /// Number of physical lines; a last line without newline counts.
  package var lineCount: Int { starts.count }

  /// The bytes of a 1-based line with its newline; empty when there is no such line.
  package func line(_ number: Int) -> ArraySlice<UInt8> {
    guard starts.indices.contains(number - 1) else { return [] }
    let end = number < starts.count ? starts[number] : bytes.count
    return bytes[starts[number - 1]..<end]
  }

  /// The whole file, line by line.
  package var serialized: [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    for number in 0..<lineCount { output += line(number + 1) }
    return output
  }

  /// Replaces a byte range of a 1-based line; a range or line that is not there changes nothing.
  ///
  /// - Returns: whether the place was there.
  package mutating func replace(
    _ range: Range<Int>, inLine number: Int, with replacement: some Collection<UInt8>
  ) -> Bool {
    let line = line(number)
    guard !line.isEmpty, range.lowerBound >= 0, range.upperBound <= line.count else { return false }
    let start = line.startIndex
    bytes.replaceSubrange(
      start + range.lowerBound..<start + range.upperBound, with: replacement)
    starts = Self.lineStarts(of: bytes)
    return true
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var position = 0
    while position < bytes.count {
      starts.append(position)
      let end = ConfBytes.firstIndex(of: ConfBytes.newline, in: bytes, position..<bytes.count)
      position = end.map { $0 + 1 } ?? bytes.count
    }
    return starts
  }
}

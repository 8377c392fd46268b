import Glibc

/// One line of `COPY … TO STDOUT` in the text form, whose columns have a tab between them.
package struct CopyRow {
  private let widths: [Int]
  private var values: [UnsafeBufferPointer<UInt8>?]

  /// Takes the form of each column, in the order of the query.
  package init(_ forms: [OdbcRows.Form]) {
    widths = forms.map(\.width)
    values = forms.map { _ in nil }
  }

  /// The value of a column, cut where it is longer than its form, as over ODBC; `nil` for NULL.
  package func value(_ column: Int) -> UnsafeBufferPointer<UInt8>? { values[column] }

  /// Finds the columns in a line, in which escapes are resolved in place; the values are good as long as
  /// the line is.
  ///
  /// - Returns: Whether it has as many columns as there are forms.
  package mutating func take(_ line: UnsafeMutableBufferPointer<UInt8>) -> Bool {
    guard var start = line.baseAddress else { return false }
    var rest = line.count
    if rest > 0, start[rest - 1] == 0x0A { rest -= 1 }
    let hasEscapes = memchr(start, 0x5C, rest) != nil
    for column in values.indices {
      let tab = memchr(start, 0x09, rest).map { UnsafeMutableRawPointer(start).distance(to: $0) }
      guard (tab == nil) == (column == values.count - 1) else { return false }
      let length = tab ?? rest
      values[column] = Self.value(start, length, hasEscapes).map {
        UnsafeBufferPointer(rebasing: $0.prefix(widths[column]))
      }
      guard let tab else { return true }
      start += tab + 1
      rest -= tab + 1
    }
    return false
  }

  private static func value(
    _ start: UnsafeMutablePointer<UInt8>, _ length: Int, _ hasEscapes: Bool
  ) -> UnsafeBufferPointer<UInt8>? {
    guard hasEscapes else { return UnsafeBufferPointer(start: start, count: length) }
    if length == 2, start[0] == 0x5C, start[1] == 0x4E { return nil }
    var (from, to) = (0, 0)
    while from < length {
      var byte = start[from]
      if byte == 0x5C, from + 1 < length {
        from += 1
        byte = escaped(start[from])
      }
      start[to] = byte
      (from, to) = (from + 1, to + 1)
    }
    return UnsafeBufferPointer(start: start, count: to)
  }

  /// The byte that a letter behind a backslash means (`CopyAttributeOutText`).
  private static func escaped(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 0x62: 0x08
    case 0x66: 0x0C
    case 0x6E: 0x0A
    case 0x72: 0x0D
    case 0x74: 0x09
    case 0x76: 0x0B
    default: letter
    }
  }
}

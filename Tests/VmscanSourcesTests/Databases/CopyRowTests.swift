import Testing

@testable import VmscanOdbc

/// Lines of `COPY … TO STDOUT`, as PostgreSQL writes them.
struct CopyRowTests {
  /// The columns of a line; `nil` when it has more or fewer than there should be.
  private func columns(
    _ line: String, _ count: Int = 3, width: Int = 16
  ) -> [String?]? {
    var row = CopyRow([OdbcRows.Form](repeating: .bytes(width: width), count: count))
    var bytes = Array(line.utf8)
    return bytes.withUnsafeMutableBufferPointer { bytes in
      guard row.take(bytes) else { return nil }
      return (0..<count).map { row.value($0).map { String(decoding: $0, as: UTF8.self) } }
    }
  }

  @Test(arguments: [
    ("a\tb\tc\n", ["a", "b", "c"]),
    ("\t\t\n", ["", "", ""]),
    ("\\N\tb\t\\N\n", [nil, "b", nil]),
    // A value that has the letters of NULL.
    ("\\\\N\tN\t\\\\\\\\N\n", ["\\N", "N", "\\\\N"]),
    ("a\\tb\t\\n\\r\\b\\f\\v\t\\\\\n", ["a\tb", "\n\r\u{8}\u{C}\u{B}", "\\"]),
    ("Zoë\t'\"\t\u{1F}\n", ["Zoë", "'\"", "\u{1F}"]),
  ])
  func `every column is what was stored`(_ line: String, _ expected: [String?]) {
    #expect(columns(line) == expected)
  }

  @Test(arguments: ["\n", "a\tb\n", "a\tb\tc\td\n", ""])
  func `a line with another number of columns is not taken apart`(_ line: String) {
    #expect(columns(line) == nil)
  }

  @Test
  func `a value is cut at the width of its column, as a driver does`() {
    #expect(columns("aaaaaaaaaaaaaaaaaaaa\tb\n", 2) == ["aaaaaaaaaaaaaaaa", "b"])
    #expect(columns("\\\\aaaaaaaaaaaaaaaaaaa\tb\n", 2) == ["\\aaaaaaaaaaaaaaa", "b"])
  }
}

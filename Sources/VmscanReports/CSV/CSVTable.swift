/// A table as RFC 4180 text that a spreadsheet opens without running anything in it.
///
/// Lines end in CRLF. A cell that a spreadsheet would take for a formula (first character `=`,
/// `+`, `-`, `@`, tab, carriage return, or their full-width forms) gets an apostrophe in front.
/// Control, bidirectional and invisible characters are escaped. Numbers are written by the
/// program itself and stay numbers.
package struct CSVTable {
  /// A cell's value.
  package enum Cell: Sendable, Hashable {
    case text(String)
    case number(Int64)
    case empty
  }

  /// The byte order mark with which some spreadsheets recognise UTF-8.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private(set) package var bytes: [UInt8]

  package init(hasByteOrderMark: Bool = false) {
    bytes = hasByteOrderMark ? Self.byteOrderMark : []
  }

  package mutating func add(_ cells: [Cell]) { bytes += Self.line(cells) }

  /// One record with its CRLF.
  package static func line(_ cells: [Cell]) -> [UInt8] {
    Array(cells.map(field).joined(separator: ",").utf8) + [0x0D, 0x0A]
  }

  private static func field(_ cell: Cell) -> String {
    switch cell {
    case .number(let number): return String(number)
    case .empty: return ""
    case .text(let text):
      let safe = neutralised(text)
      guard
        safe.utf8.contains(where: { [0x22, 0x2C, 0x3B].contains($0) })
          || safe.utf8.first == 0x20 || safe.utf8.last == 0x20
      else { return safe }
      return "\""
        + safe.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }
  }

  /// The text that no spreadsheet takes for a formula.
  private static func neutralised(_ text: String) -> String {
    let escaped = TerminalText.escape(text)
    let starters: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'"]
    let first = text.unicodeScalars.first { $0 != " " }
    return first.map { starters.contains($0) } ?? false ? "'" + escaped : escaped
  }
}

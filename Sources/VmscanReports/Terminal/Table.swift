/// A table of text, on a terminal never wider than asked.
///
/// Cells are escaped when they are added. Columns share the width; a long cell continues on the
/// next line, and a word is cut where it would take more than a third of the width, or where not
/// all can stay whole. Where not even that fits, every row becomes a list of `title: value`.
package struct Table: Sendable {
  package struct Column: Sendable, Hashable {
    package enum Alignment: Sendable { case left, right }

    package var title: String
    package var alignment: Alignment
    /// Whether a long cell may be continued on the next line.
    package var wraps: Bool

    package init(_ title: String, _ alignment: Alignment = .left, wraps: Bool = false) {
      self.title = title
      self.alignment = alignment
      self.wraps = wraps
    }
  }

  package var columns: [Column]
  package private(set) var rows: [[String]] = []
  private var tones: [Style.Tone] = []
  private static let gap = 2
  private static let narrowest = 8

  package init(_ columns: [Column]) { self.columns = columns }

  /// Adds one row; missing cells are empty.
  ///
  /// `tone` colours the first cell.
  package mutating func add(_ cells: [String], tone: Style.Tone = .plain) {
    rows.append(
      columns.indices.map { $0 < cells.count ? TerminalText.escape(cells[$0]) : "" })
    tones.append(tone)
  }

  /// The lines of the table, without a newline at their ends.
  ///
  /// Without a width every row is one line, however long.
  package func lines(width: Int?, style: Style = Style(), hasHeader: Bool = true) -> [String] {
    let available = width ?? Int.max
    guard let widths = columnWidths(available: available) else {
      return listLines(width: available, style: style)
    }
    var lines: [String] = []
    if hasHeader {
      lines += layOut(columns.map(\.title), widths: widths).map { style.apply(.muted, to: $0) }
    }
    for (row, tone) in zip(rows, tones) {
      lines += layOut(row, widths: widths, first: { style.apply(tone, to: $0) })
    }
    return lines
  }

  private func columnWidths(available: Int) -> [Int]? {
    var widths = columns.indices.map { index in
      rows.reduce(DisplayWidth.of(columns[index].title)) { max($0, DisplayWidth.of($1[index])) }
    }
    let room = available - Self.gap * (columns.count - 1)
    guard widths.reduce(0, +) > room else { return widths }
    let whole = columns.indices.map { column in
      columns[column].wraps
        ? min(longestWord(in: column), max(floor(of: column), room / 3)) : widths[column]
    }
    let cuts = whole.reduce(0, +) > room
    while widths.reduce(0, +) > room {
      let shrinkable = columns.indices.filter {
        columns[$0].wraps && widths[$0] > (cuts ? floor(of: $0) : whole[$0])
      }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return nil }
      widths[widest] -= 1
    }
    return widths
  }

  /// The least width of a column at which no word of it is cut.
  private func longestWord(in column: Int) -> Int {
    rows.reduce(floor(of: column)) { longest, row in
      row[column].split(separator: " ").reduce(longest) { max($0, DisplayWidth.of(String($1))) }
    }
  }

  private func floor(of column: Int) -> Int {
    max(Self.narrowest, DisplayWidth.of(columns[column].title))
  }

  private func layOut(
    _ cells: [String], widths: [Int], first: (String) -> String = { $0 }
  ) -> [String] {
    let wrapped = zip(cells, widths).map { TextWrap.lines($0, width: $1) }
    let height = wrapped.map(\.count).max() ?? 0
    return (0..<height).map { line in
      var output = ""
      for column in columns.indices {
        let piece = line < wrapped[column].count ? wrapped[column][line] : ""
        let blank = String(repeating: " ", count: widths[column] - DisplayWidth.of(piece))
        let shown = column == 0 ? first(piece) : piece
        if column > 0 { output += String(repeating: " ", count: Self.gap) }
        output += columns[column].alignment == .right ? blank + shown : shown + blank
      }
      return output.trimmedEnd
    }
  }

  private func listLines(width: Int, style: Style) -> [String] {
    var lines: [String] = []
    for (row, tone) in zip(rows, tones) {
      if !lines.isEmpty { lines.append("") }
      for (index, cell) in row.enumerated() where !cell.isEmpty {
        let wrapped = TextWrap.lines("\(columns[index].title): \(cell)", width: width)
        lines += wrapped.map { index == 0 ? style.apply(tone, to: $0) : $0 }
      }
    }
    return lines
  }
}

extension String {
  /// Without blanks at the start.
  var trimmedStart: String { String(drop { $0 == " " }) }

  /// Without blanks at the end.
  var trimmedEnd: String {
    guard let last = utf8.lastIndex(where: { $0 != 0x20 }) else { return "" }
    return String(self[...last])
  }
}

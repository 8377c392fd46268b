import VmscanModel

extension CSVReport {
  /// Every column of a table, times in RFC 3339.
  package func list(_ list: ListReport) -> [UInt8] {
    var table = table(list.columns.map(\.name))
    for row in list.rows { table.add(row.map(Self.cell)) }
    return table.bytes
  }

  private static func cell(_ cell: ListReport.Cell) -> CSVTable.Cell {
    switch cell {
    case .text(let text): .text(text)
    case .number(let number): .number(number)
    case .time(let time): .time(time)
    case .flag(let flag): .flag(flag)
    case .map, .list, .place: .text(cell.words)
    case .empty: .empty
    }
  }
}

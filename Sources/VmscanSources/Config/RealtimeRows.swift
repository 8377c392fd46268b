import VmscanModel

/// Rows of a table of mailboxes, with what a statement that changes one needs to know.
struct RealtimeRows {
  private let found: TableRows
  private let table: ByteText
  /// Places of the columns that matter, and of those that name a mailbox.
  private let kept: [Int]
  private let names: [Int]
  private let counts: [[ByteText?]: Int]

  init(_ found: TableRows, of table: DatabaseTable) {
    func places(_ wanted: Set<String>) -> [Int] {
      found.columns.indices.filter {
        wanted.contains(OptionNames.key(found.columns[$0].name.bytes))
      }
    }
    let names = places(["mailbox", "context"])
    self.found = found
    self.table = table.name
    self.names = names
    kept = places(["mailbox", "context", "attach", "delete", "deletevoicemail"])
    counts = found.rows.reduce(into: [:]) { counts, row in
      counts[Self.key(row, names), default: 0] += 1
    }
  }

  /// A row; `nil` where no statement could name it.
  func row(_ index: Int) -> RealtimeRow? {
    guard let dialect = found.dialect, names.count == 2 else { return nil }
    let values = found.rows[index]
    return RealtimeRow(
      table: table, dialect: dialect,
      fields: kept.map {
        RealtimeRow.Field(
          name: found.columns[$0].name, value: values[$0], isNumber: found.columns[$0].isNumber)
      },
      isAlone: counts[Self.key(values, names)] == 1)
  }

  /// What a database may take for the same.
  private static func key(_ row: [ByteText?], _ names: [Int]) -> [ByteText?] {
    names.map { row[$0]?.stripped.lowercased }
  }
}

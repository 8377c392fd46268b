import VmscanModel

extension JSONReport {
  /// The table as one object with `schema`, the facts about the whole, and the rows.
  package func list(_ list: ListReport) throws -> [UInt8] {
    try Self.encode(ListDocument(list: list))
  }
}

extension NDJSONReport {
  /// One row of a table as a line.
  package func line(_ row: [ListReport.Cell], of list: ListReport) throws -> [UInt8] {
    try line(list.rowType, ListRowDocument(columns: list.columns, cells: row))
  }
}

/// A table.
private struct ListDocument: Encodable {
  var list: ListReport

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: AnyKey.self)
    try values.encode(ScanReport.schemaVersion, forKey: AnyKey("schema"))
    for head in list.heads { try values.encode(head.value, forKey: AnyKey(head.name)) }
    try values.encode(
      list.rows.map { ListRowDocument(columns: list.columns, cells: $0) },
      forKey: AnyKey(list.name))
  }
}

/// One row of a table, a key a column.
struct ListRowDocument: Encodable {
  var columns: [ListReport.Column]
  var cells: [ListReport.Cell]

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: AnyKey.self)
    for (column, cell) in zip(columns, cells) {
      try values.encode(cell, forKey: AnyKey(column.name))
    }
  }
}

extension ListReport.Cell: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .text(let text): try value.encode(TerminalText.escape(text))
    case .number(let number): try value.encode(number)
    case .time(let time): try value.encode(time.description)
    case .flag(let flag): try value.encode(flag)
    case .map(let map):
      let pairs = map.map { (TerminalText.escape($0.key), TerminalText.escape($0.value)) }
      try value.encode(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
    case .list(let list): try value.encode(list.map { TerminalText.escape($0) })
    case .place(let place): try value.encode(PlaceDocument(place))
    case .empty: try value.encodeNil()
    }
  }
}

private struct PlaceDocument: Encodable {
  var file: String
  var line: Int

  init(_ place: Origin) {
    file = place.file.description
    line = place.line
  }
}

extension ListRowDocument {
  static func all(of list: ListReport) -> [ListRowDocument] {
    list.rows.map { ListRowDocument(columns: list.columns, cells: $0) }
  }
}

/// A key that is only known when the program runs.
private struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

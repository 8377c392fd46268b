import Mustache
package import VmscanModel

extension TextReport {
  /// A table with what is known of the whole above it.
  package func list(_ list: ListReport) -> String {
    var page = page
    let heads = list.heads.filter { $0.value != .empty }
    for head in heads { page.paragraph("\(head.title): \(head.value.words)", indent: 2) }
    if !heads.isEmpty { page.blank() }
    guard !list.rows.isEmpty else {
      page.paragraph(list.nothing)
      return page.text
    }
    var table = Table(
      list.shown.map { index in
        let column = list.columns[index]
        return Table.Column(
          column.title ?? "", column.isNumber ? .right : .left,
          wraps: list.rows.contains { $0[index].isProse })
      })
    for row in list.rows { table.add(list.shown.map { row[$0].words }) }
    page.table(table)
    return page.text
  }
}

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
    case .number(let number), .label(let number): try value.encode(number)
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
    case .number(let number), .label(let number): .number(number)
    case .time(let time): .time(time)
    case .flag(let flag): .flag(flag)
    case .map, .list, .place: .text(cell.words)
    case .empty: .empty
    }
  }
}

extension HTMLReport {
  /// Tables as one self-contained page, sortable where scripts run; the first one has the title.
  package func list(
    _ list: ListReport, more: [ListReport] = [], host: String, made: Timestamp
  ) throws -> String {
    let heads: [[String: HTMLValue]] = list.heads.filter { $0.value != .empty }.map {
      ["title": .text($0.title), "value": .text($0.value.words)]
    }
    let values: [String: HTMLValue] = [
      "style": .html(HTMLAssets.style), "script": .html(HTMLAssets.script),
      "policy": .text(HTMLAssets.policy), "title": .text(list.title), "host": .text(host),
      "made": .text(Wording.minute(made)), "heads": .list(heads),
      "tables": .list(
        ([list] + more).enumerated().map { place, list in
          list.tableValues.merging(["isMore": .flag(place > 0)]) { value, _ in value }
        }),
    ]
    return try MustacheTemplate(string: HTMLTemplate.list).render(HTMLValue.object(values))
  }
}

extension ListReport {
  /// What `HTMLTemplate.table` shows of the list.
  var tableValues: [String: HTMLValue] {
    let heads: [[String: HTMLValue]] = shown.map {
      ["head": .text(columns[$0].title ?? ""), "number": .flag(columns[$0].isNumber)]
    }
    let cells: [[String: HTMLValue]] = rows.map { row in
      [
        "cells": .list(
          shown.map { ["value": .text(row[$0].words), "number": .flag(columns[$0].isNumber)] })
      ]
    }
    return [
      "name": .text(title), "columns": .list(heads), "rows": .list(cells),
      "any": .flag(!rows.isEmpty), "nothing": .text(nothing),
    ]
  }
}

package import VmscanModel

/// A plain table that every format can show: terminal text, JSON, NDJSON, CSV and a page.
///
/// Values are escaped by each format; who fills it has hidden what the reader may not see.
package struct ListReport: Sendable, Hashable {
  package enum Cell: Sendable, Hashable {
    case text(String)
    case number(Int64)
    /// A number that names something and is never grouped, such as a port.
    case label(Int64)
    case time(Timestamp)
    case flag(Bool)
    case map([String: String])
    case list([String])
    case place(Origin)
    case empty
  }

  package struct Column: Sendable, Hashable {
    /// Key in JSON and head in CSV.
    package var name: String
    /// Head for people; `nil` leaves the column out of terminal text and pages.
    package var title: String?
    package var isNumber: Bool

    package init(_ name: String, _ title: String?, isNumber: Bool = false) {
      self.name = name
      self.title = title
      self.isNumber = isNumber
    }
  }

  /// A fact about the whole list: above the table for people, a key of its own in JSON.
  package struct Head: Sendable, Hashable {
    package var name: String
    package var title: String
    package var value: Cell

    package init(_ name: String, _ title: String, _ value: Cell) {
      self.name = name
      self.title = title
      self.value = value
    }
  }

  /// Key of the rows in JSON, such as `actions`.
  package var name: String
  /// `type` of a row in NDJSON, such as `action`.
  package var rowType: String
  package var title: String
  /// What is said instead of a table without rows.
  package var nothing: String
  package var heads: [Head]
  package var columns: [Column]
  package var rows: [[Cell]]

  package init(
    name: String, rowType: String, title: String, nothing: String, heads: [Head] = [],
    columns: [Column], rows: [[Cell]]
  ) {
    self.name = name
    self.rowType = rowType
    self.title = title
    self.nothing = nothing
    self.heads = heads
    self.columns = columns
    self.rows = rows
  }

  /// Indices of the columns that people see.
  var shown: [Int] { columns.indices.filter { columns[$0].title != nil } }
}

extension ListReport.Cell {
  package static func count(_ count: Int) -> Self { .number(Int64(count)) }

  package static func text(_ text: ByteText) -> Self { .text(text.description) }

  package static func time(optional time: Timestamp?) -> Self { time.map { .time($0) } ?? .empty }

  /// May be continued on the next line.
  var isProse: Bool {
    switch self {
    case .text, .map, .list, .place: true
    case .number, .label, .time, .flag, .empty: false
    }
  }

  /// The value as a person reads it.
  var words: String {
    switch self {
    case .text(let text): text
    case .number(let number): Wording.number(number)
    case .label(let number): "\(number)"
    case .time(let time): Wording.minuteWithoutZone(time)
    case .flag(let flag): flag ? "yes" : "no"
    case .map(let map): Self.words(of: map)
    case .list(let list): list.joined(separator: ", ")
    case .place(let place): place.description
    case .empty: ""
    }
  }

  static func words(of map: [String: String]) -> String {
    map.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
  }
}

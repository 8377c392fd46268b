import VmscanModel

/// What one transaction does to the rows of one folder: which go and how those that stay are
/// numbered; pure.
///
/// Taken from the top, because rows below the lowest removed one keep their numbers.
struct RowBatch: Sendable {
  struct Removal: Sendable {
    var message: PlannedMessage
    var row: TableRow
  }

  struct Move: Sendable, Hashable {
    var row: TableRow
    var to: Int32
  }

  /// Highest number first.
  var removals: [Removal] = []
  /// No longer there, or not to be distinguished from another.
  var vanished: [PlannedMessage] = []

  /// `limit`: about how many statements may change rows; the rest is for a later transaction.
  init(rows: [TableRow], wanted: [PlannedMessage], changes limit: Int) {
    let found = Dictionary(grouping: rows, by: \.file).compactMapValues {
      $0.count == 1 ? $0[0] : nil
    }
    var planned: [Int32: PlannedMessage] = [:]
    for message in wanted {
      if let row = message.files.first.flatMap({ found[$0] }), planned[row.number] == nil {
        planned[row.number] = message
      } else {
        vanished.append(message)
      }
    }
    var moved = 0
    for row in rows.reversed() {
      guard let message = planned[row.number] else {
        moved += 1
        continue
      }
      guard removals.isEmpty || removals.count + moved < max(limit, 3 * moved) else { return }
      removals.append(Removal(message: message, row: row))
    }
  }

  /// What makes the rows that stay dense from 0, in their order, ascending.
  static func moves(_ rows: [TableRow], without removed: Set<Int32>) -> [Move] {
    rows.filter { !removed.contains($0.number) }.enumerated().compactMap { index, row in
      row.number == Int32(index) ? nil : Move(row: row, to: Int32(index))
    }
  }
}

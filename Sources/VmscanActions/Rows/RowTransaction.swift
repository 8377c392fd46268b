import VmscanModel
import VmscanOdbc

/// One short transaction on the rows of a folder: lock, compare, remove, renumber, verify, commit.
struct RowTransaction {
  let table: RowTable
  let dir: ByteText

  /// What a transaction did to the rows that it was given.
  struct Result {
    var taken: [RowStash.Kept] = []
    /// Still in the table, for a reason.
    var left: [(kept: RowStash.Kept, status: MessageOutcome.Status)] = []
    /// Whether these are in the table is not known now; the next command finds out.
    var unknown: [RowStash.Kept] = []
    var moves: [RowBatch.Move] = []
    var isLockedOut = false
  }

  /// Removes rows that are safe in quarantine and are still what was copied.
  func remove(_ kept: [RowStash.Kept]) -> Result {
    var result = Result()
    do {
      let (taken, moves) = try change(kept)
      result.taken = taken
      result.moves = moves
      let gone = Set(taken.map(\.removal.row.number))
      result.left = kept.filter { !gone.contains($0.removal.row.number) }
        .map { ($0, .vanished) }
    } catch {
      table.rollback()
      result.left = kept.map { ($0, Self.status(of: error)) }
      result.isLockedOut = (error as? OdbcError)?.kind == .locked
      if (error as? OdbcError)?.kind == .lost { try? table.reconnect() }
      return result
    }
    guard !result.taken.isEmpty else {
      table.rollback()
      return result
    }
    do throws(OdbcError) {
      try table.commit()
    } catch {
      settle(&result, after: error)
    }
    return result
  }

  /// Closes gaps that a caller left who had chosen his number before rows were renumbered.
  func closeGaps() throws {
    guard try !RowBatch.moves(table.rows(of: dir), without: []).isEmpty else {
      return table.rollback()
    }
    table.rollback()
    do {
      let rows = try table.rows(of: dir, locking: true)
      _ = try renumber(rows, without: [])
      try table.commit()
    } catch {
      table.rollback()
      throw error
    }
  }

  private func change(
    _ kept: [RowStash.Kept]
  ) throws -> (taken: [RowStash.Kept], moves: [RowBatch.Move]) {
    let rows = try table.rows(of: dir, locking: true)
    let present = Dictionary(
      rows.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
    let same = kept.filter { one in
      present[one.removal.row.number]?.isSame(as: one.removal.row) ?? false
    }
    let gone = Set(same.map(\.removal.row.number))
    if let far = rows.last(where: { !gone.contains($0.number) }),
      far.number > MessageNumber.highest
    {
      throw FolderRefusal.unreachableNumber(far.number)
    }
    guard !same.isEmpty else { return ([], []) }
    for one in same {
      guard try table.delete(one.removal.row, in: dir, digest: one.digest) else {
        throw FolderRefusal.folderChanged
      }
    }
    return (same, try renumber(rows, without: gone))
  }

  /// Makes the rows that stay dense, and reads them again before anybody else sees them.
  private func renumber(_ rows: [TableRow], without gone: Set<Int32>) throws -> [RowBatch.Move] {
    let moves = RowBatch.moves(rows, without: gone)
    for move in moves {
      guard try table.renumber(move.row, to: move.to, in: dir) else {
        throw FolderRefusal.folderChanged
      }
    }
    let stay = rows.filter { !gone.contains($0.number) }
    let after = try table.rows(of: dir)
    guard after.count >= stay.count,
      zip(stay, after).enumerated().allSatisfy({ index, pair in
        pair.1.number == Int32(index) && pair.1.isSame(as: pair.0)
      })
    else { throw FolderRefusal.folderChanged }
    return moves
  }

  /// The commit failed, so that it may or may not have taken effect: only the table tells.
  private func settle(_ result: inout Result, after error: OdbcError) {
    let tried = result.taken
    (result.taken, result.moves) = ([], [])
    do {
      try table.reconnect()
      let rows = try table.rows(of: dir)
      table.rollback()
      for one in tried {
        if rows.contains(where: { $0.isSame(as: one.removal.row) }) {
          result.left.append((one, .failed(error.description)))
        } else {
          result.taken.append(one)
        }
      }
    } catch {
      result.unknown = tried
    }
  }

  /// What a message came to that was not removed.
  static func status(of error: any Error) -> MessageOutcome.Status {
    switch error {
    case let refusal as FolderRefusal: .skipped(refusal.description)
    case let error as OdbcError where error.kind == .locked: .skipped(error.description)
    default: .failed(firstLine(error))
    }
  }
}

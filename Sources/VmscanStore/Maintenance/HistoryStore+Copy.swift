import GRDB

extension HistoryStore {
  /// A copy of an existing history that ends with the process; the original is only read.
  ///
  /// - Throws: `StoreError`.
  package static func temporaryCopy(of path: String) throws -> HistoryStore {
    let original = try readOnly(path: path)
    let copy = try temporary()
    try StoreError.translated(path) { try original.database.backup(to: copy.database) }
    return copy
  }
}

import GRDB
import VmscanModel

extension StoreError {
  /// Translates what SQLite and the unpacking of values report; other errors pass as they are.
  static func translated<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
    } catch let error as DamagedValue {
      throw StoreError.unreadableValue(error.what)
    }
  }

  private init(_ error: DatabaseError, path: String) {
    let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_BUSY where LockProbe.findsNoLocks(beside: path),
      .SQLITE_IOERR where LockProbe.findsNoLocks(beside: path),
      .SQLITE_CANTOPEN where LockProbe.findsNoLocks(beside: path):
      self = .withoutLocks(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .locked(path: path, holder: LockHolder.find(database: path)?.description)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(path: path, detail: detail)
    case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path, error: detail)
    case .SQLITE_CANTOPEN: self = .unopenable(path: path, error: detail)
    case .SQLITE_FULL: self = .full(path: path)
    // Where the shared memory of the write-ahead log finds no room, SQLite reports an I/O error.
    case .SQLITE_IOERR where StoreFile(path: path).isOnFullFileSystem: self = .full(path: path)
    default: self = .failed(path: path, detail: detail)
    }
  }
}

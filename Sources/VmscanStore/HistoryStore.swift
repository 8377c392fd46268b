import GRDB

/// The history of all runs, the evidence from mail logs and the journal of actions.
///
/// One SQLite database in write-ahead mode, but for a `GreatImport`. Every method that writes is one
/// transaction: after a crash the database holds all of it or nothing. A value of this type may be
/// used from several threads; calls then follow one another.
package struct HistoryStore: Sendable {
  /// The database's path; empty for a temporary history.
  package let path: String
  let database: DatabaseQueue

  /// Opens the history at a path, creates it when missing, and brings its schema up to date.
  ///
  /// - Parameters:
  ///   - path: File of the database; created with mode 0600, missing directories with 0700. What
  ///     root creates belongs to the owner and group of the directory it is created in.
  ///   - waiting: Seconds to wait for a lock of another process.
  /// - Throws: `StoreError`.
  package init(path: String, waiting: Double = 30) throws {
    try StoreFile(path: path).prepareForWriting()
    self.path = path
    database = try StoreError.translated(path) {
      var configuration = Self.configuration(path: path, waiting: waiting)
      configuration.journalMode = .wal
      // Of a new file: what a mailbox is remembered by takes a kilobyte or more, and a page of four
      // holds three at most.
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA page_size = 8192") }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try Schema.bringUpToDate(queue, path: path)
      // A journal row must survive a power cut before the effect it announces; GRDB chooses less
      // when it turns on write-ahead mode, which is enough for the steps of the schema: each is
      // whole or was not taken, and the first row makes all before it durable.
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      return queue
    }
  }

  private init(path: String, database: DatabaseQueue) {
    self.path = path
    self.database = database
  }

  /// A history that ends with the process, for runs without a usable database.
  ///
  /// Kept in memory and spilled to an unnamed temporary file when it grows.
  package static func temporary() throws -> HistoryStore {
    try StoreError.translated("") {
      let queue = try DatabaseQueue(path: "", configuration: configuration(path: "", waiting: 0))
      try Schema.bringUpToDate(queue, path: "")
      return HistoryStore(path: "", database: queue)
    }
  }

  /// Opens an existing history without the right to change it.
  ///
  /// Without write permission SQLite cannot open a database in write-ahead mode whose log file
  /// is gone; as nobody is writing then, the file is read as it stands. Not beside a rollback
  /// journal: what a cut import has left must be undone first.
  ///
  /// - Throws: `StoreError`.
  package static func readOnly(path: String, waiting: Double = 5) throws -> HistoryStore {
    let file = StoreFile(path: path)
    try file.prepareForReading()
    return try StoreError.translated(path) {
      var configuration = configuration(path: path, waiting: waiting)
      configuration.readonly = true
      do {
        return try openedReadOnly(path, at: path, configuration)
      } catch let error as DatabaseError
        where [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode)
        && !StoreFile(path: path + "-wal").exists()
        && !StoreFile(path: path + "-journal").exists()
      {
        return try openedReadOnly(path, at: immutableAddress(path), configuration)
      }
    }
  }

  private static func openedReadOnly(
    _ path: String, at address: String, _ configuration: Configuration
  ) throws -> HistoryStore {
    let queue = try DatabaseQueue(path: address, configuration: configuration)
    try queue.read { try Schema.requireCurrent($0, path: path) }
    return HistoryStore(path: path, database: queue)
  }

  /// See https://www.sqlite.org/uri.html.
  private static func immutableAddress(_ path: String) -> String {
    let escaped = path.utf8.map { byte in
      let isPlain =
        byte > 0x20 && byte < 0x7F && !"%?#".utf8.contains(byte)
      return isPlain
        ? String(UnicodeScalar(byte))
        : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
    return "file:\(escaped)?immutable=1"
  }

  static func configuration(path: String, waiting: Double) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = waiting > 0 ? .timeout(waiting) : .immediateError
    configuration.label = "vmscan.history"
    configuration.prepareDatabase { db in
      try Schema.requireOwn(db, path: path)
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
    }
    return configuration
  }

  /// Reads in one transaction.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try StoreError.translated(path) { try database.read(body) }
  }

  /// Writes in one transaction that begins with the write lock.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try StoreError.translated(path) { try database.write(body) }
  }
}

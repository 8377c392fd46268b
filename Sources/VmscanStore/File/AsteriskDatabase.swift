import GRDB
import GRDBSQLite

/// Asterisk's own database `astdb`, read from a copy of its bytes, so that nothing locks the file
/// and nothing in it is run.
package enum AsteriskDatabase {
  /// Rows of registrations; more than this many are not looked at.
  private static let limit = 1_000_000

  /// - Throws: `StoreError` when the bytes are no such database.
  package static func registrations(
    in bytes: [UInt8]
  ) throws -> [(key: [UInt8], value: [UInt8])] {
    try StoreError.translated("") {
      var configuration = Configuration()
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
      let queue = try DatabaseQueue(configuration: configuration)
      return try queue.writeWithoutTransaction { db in
        try load(bytes, into: db)
        // A view or a virtual table of the name could be anything.
        let isTable = try Bool.fetchOne(
          db,
          sql: """
            SELECT count(*) = 1 FROM sqlite_master
            WHERE name = 'astdb' AND type = 'table' AND sql LIKE 'CREATE TABLE %'
              AND sql NOT LIKE '%GENERATED%' AND sql NOT LIKE '% AS (%'
            """)
        guard isTable ?? false else { return [] }
        var rows: [(key: [UInt8], value: [UInt8])] = []
        let statement = try RawStatement(
          """
          SELECT key, value FROM astdb
          WHERE key GLOB '/registrar/contact/*' OR key GLOB '/SIP/Registry/*'
            OR key GLOB '/IAX/Registry/*' LIMIT \(limit)
          """, in: db)
        try statement.forEachRow([]) { rows.append(($0.bytes(at: 0), $0.bytes(at: 1))) }
        return rows
      }
    }
  }

  private static func load(_ bytes: [UInt8], into db: Database) throws {
    let size = sqlite3_int64(bytes.count)
    guard size > 0, let copy = sqlite3_malloc64(sqlite3_uint64(size)) else { return }
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { copy.copyMemory(from: start, byteCount: source.count) }
    }
    let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY)
    let code = sqlite3_deserialize(
      db.sqliteConnection, "main", copy.assumingMemoryBound(to: UInt8.self), size, size, flags)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}

package import VmscanModel

/// Size and contents of the database.
package struct StoreStatistics: Sendable, Hashable {
  /// Bytes of the database and its write-ahead log on disk.
  package var bytes: ByteCount
  /// Bytes inside that are free for reuse.
  package var free: ByteCount
  /// Rows by table, for the tables that grow.
  package var rows: [String: Int64]
  /// Name of the newest migration applied.
  package var schema: String
}

import VmscanModel

/// One `COPY` into a table of the session, which begins with its first row.
struct IntakeCopy {
  private static let blockSize = 1 << 16

  private let connection: PostgresConnection
  private let checkpoint: () throws -> Void
  private let statement: String
  private var lines = CopyLine()
  private var amount = PublishedAmount()

  /// - Parameters:
  ///   - connection: In a transaction.
  ///   - table: With the list of its columns.
  ///   - checkpoint: Asked before each block; whoever wants to stop throws.
  init(
    _ connection: PostgresConnection, into table: String, _ checkpoint: @escaping () throws -> Void
  ) {
    self.connection = connection
    self.checkpoint = checkpoint
    statement = "COPY pg_temp.\(table) FROM STDIN"
  }

  mutating func add(_ values: [PublishedValue], prepare: () throws -> Void) throws {
    if amount.rows == 0 {
      try prepare()
      try connection.beginCopy(statement)
    }
    amount.rows += 1
    lines.append(values)
    if lines.bytes.count >= Self.blockSize { try flush() }
  }

  private mutating func flush() throws {
    try checkpoint()
    try connection.sendCopy(lines.bytes)
    amount.bytes += lines.bytes.count
    lines.removeAll()
  }

  /// Whether there was a row; adds what was sent.
  mutating func finish(_ whole: inout PublishedAmount) throws -> Bool {
    guard amount.rows > 0 else { return false }
    try flush()
    try connection.endCopy()
    whole.rows += amount.rows
    whole.bytes += amount.bytes
    return true
  }
}

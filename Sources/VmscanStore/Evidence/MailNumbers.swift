import GRDB
import VmscanModel

/// The mailbox numbers an import has met, with what it must know of each to write without looking.
struct MailNumbers {
  struct Number {
    var mailbox: ByteText
    var id: Int64 = 0
    /// Time up to which its chunks reach; `Int64.min` without any.
    var reach = Int64.min
    /// The chunk that reaches there and its bytes.
    var tail: (id: Int64, bytes: Int) = (0, 0)
  }

  /// Hostile logs may name any number of mailboxes; memory must not grow with them.
  private static let most = 50_000

  private var known: [ByteText: Number] = [:]
  /// `PRAGMA data_version` as of the last look: it changes when another connection has written.
  private var version: Int64 = -1

  /// Remembers what is known of a number now.
  mutating func keep(_ number: Number) { known[number.mailbox] = number }

  /// Forgets what another connection may have changed since the last transaction, and everything
  /// when it is much.
  mutating func refresh(_ db: Database) throws {
    let now = try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0
    if now != version || known.count > Self.most { known.removeAll(keepingCapacity: true) }
    version = now
  }

  /// A number with what the database knows of it; added to the database when it is new.
  func loaded(_ mailbox: ByteText, _ db: Database) throws -> Number {
    if let number = known[mailbox] { return number }
    var number = Number(mailbox: mailbox)
    let find = try db.cachedStatement(sql: "SELECT id FROM mailNumber WHERE mailbox = ?")
    guard let id = try Int64.fetchOne(find, arguments: [number.mailbox.data]) else {
      try db.cachedStatement(sql: "INSERT INTO mailNumber (mailbox) VALUES (?)")
        .execute(arguments: [number.mailbox.data])
      number.id = db.lastInsertedRowID
      return number
    }
    number.id = id
    let newest = try db.cachedStatement(
      sql: """
        SELECT toTime, id, length(packed) FROM mailChunk WHERE number = ?
        ORDER BY toTime DESC LIMIT 1
        """)
    if let row = try Row.fetchOne(newest, arguments: [id]) {
      (number.reach, number.tail) = (row[0], (row[1], row[2]))
    }
    return number
  }
}

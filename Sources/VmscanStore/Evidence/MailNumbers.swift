import GRDB
import VmscanModel

/// The mailbox numbers an import has met, with what it must know of each to write without looking.
struct MailNumbers {
  struct Number {
    var mailbox: ByteText
    /// `nil` until the database was asked.
    var id: Int64?
    /// Time up to which its chunks reach; `Int64.min` without any.
    var reach = Int64.min
    /// The chunk that reaches there and its bytes.
    var tail: (id: Int64, bytes: Int) = (0, 0)
    /// Its newest waiting mail, -1 for none.
    var waiting: Int32 = -1
  }

  /// Hostile logs may name any number of mailboxes; memory must not grow with them.
  private static let most = 50_000

  private var places: [ByteText: Int] = [:]
  private var known: [Number] = []
  /// `PRAGMA data_version` as of the last look: it changes when another connection has written.
  private var version: Int64 = -1

  /// Finds a number or adds it.
  mutating func place(of mailbox: ByteText) -> Int {
    if let place = places[mailbox] { return place }
    let place = known.count
    known.append(Number(mailbox: mailbox))
    places[mailbox] = place
    return place
  }

  subscript(place: Int) -> Number {
    get { known[place] }
    set { known[place] = newValue }
  }

  /// Forgets the numbers when they are many; none may have a waiting mail.
  mutating func forgetIfMany() {
    guard known.count > Self.most else { return }
    known.removeAll()
    places.removeAll()
  }

  /// Forgets what another connection may have changed since the last transaction.
  mutating func refresh(_ db: Database) throws {
    let now = try Int64.fetchOne(db, sql: "PRAGMA data_version") ?? 0
    if now != version {
      for place in known.indices { known[place].id = nil }
    }
    version = now
  }

  /// The number with what the database knows of it.
  func loaded(_ place: Int, _ db: Database) throws -> Number {
    var number = known[place]
    guard number.id == nil else { return number }
    (number.reach, number.tail) = (.min, (0, 0))
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

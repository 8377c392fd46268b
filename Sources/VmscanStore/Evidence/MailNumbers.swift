import GRDB
import VmscanModel

/// The mailbox numbers an import has met, with what it must know of each to write without looking.
struct MailNumbers {
  struct Number {
    var id: Int64
    var mailbox: ByteText
    /// Time up to which its chunks reach; `Int64.min` without any.
    var reach = Int64.min
    /// The chunk that reaches there and its bytes.
    var tail: (id: Int64, bytes: Int) = (0, 0)
    /// Its newest waiting mail, -1 for none.
    var waiting: Int32 = -1
  }

  /// Hostile logs may name any number of mailboxes; memory must not grow with them.
  private static let most = 50_000

  private let db: Database
  private var places: [ByteText: Int] = [:]
  var known: [Number] = []

  init(_ db: Database) { self.db = db }

  /// Finds a number or adds it.
  mutating func place(of mailbox: ByteText) throws -> Int {
    if let place = places[mailbox] { return place }
    let place = known.count
    known.append(try number(of: mailbox))
    places[mailbox] = place
    return place
  }

  /// Forgets the numbers when they are many; none may have a waiting mail.
  mutating func forgetIfMany() {
    guard known.count > Self.most else { return }
    known.removeAll()
    places.removeAll()
  }

  private func number(of mailbox: ByteText) throws -> Number {
    let find = try db.cachedStatement(sql: "SELECT id FROM mailNumber WHERE mailbox = ?")
    guard let id = try Int64.fetchOne(find, arguments: [mailbox.data]) else {
      try db.cachedStatement(sql: "INSERT INTO mailNumber (mailbox) VALUES (?)")
        .execute(arguments: [mailbox.data])
      return Number(id: db.lastInsertedRowID, mailbox: mailbox)
    }
    var number = Number(id: id, mailbox: mailbox)
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

import GRDB
import VmscanModel

/// Where the number behind a shared text comes from.
protocol WordNumbers {
  /// Finds a word or adds it.
  mutating func id(of word: ByteText) throws -> Int64
}

/// Texts that many rows share, kept once in table `word`; looked up through a cache.
struct Words: WordNumbers {
  private let db: Database
  private var ids: [ByteText: Int64] = [:]
  private var values: [Int64: ByteText] = [:]
  /// The words asked for last: rows that follow each other mostly share their words.
  private var recent: [(word: ByteText, id: Int64)] = []
  private static let mostRecent = 4

  /// Starts with words that are known already, for look-ups only.
  init(_ db: Database, known: [Int64: ByteText] = [:]) {
    self.db = db
    values = known
  }

  /// Finds a word or adds it.
  mutating func id(of word: ByteText) throws -> Int64 {
    for known in recent where known.word == word { return known.id }
    let id = try foundID(of: word)
    if recent.count == Self.mostRecent { recent.removeFirst() }
    recent.append((word, id))
    return id
  }

  private mutating func foundID(of word: ByteText) throws -> Int64 {
    if let id = ids[word] { return id }
    let find = try db.cachedStatement(sql: "SELECT id FROM word WHERE value = ?")
    if let id = try Int64.fetchOne(find, arguments: [word.data]) {
      return remember(word, id)
    }
    try db.cachedStatement(sql: "INSERT INTO word (value) VALUES (?)")
      .execute(arguments: [word.data])
    return remember(word, db.lastInsertedRowID)
  }

  mutating func id(of word: String) throws -> Int64 { try id(of: ByteText(word)) }

  mutating func text(_ id: Int64) throws -> ByteText {
    if let value = values[id] { return value }
    let find = try db.cachedStatement(sql: "SELECT value FROM word WHERE id = ?")
    guard let row = try Row.fetchOne(find, arguments: [id]) else {
      throw StoreError.unreadableValue("a shared text")
    }
    let word = try row.text(at: 0)
    remember(word, id)
    return word
  }

  mutating func string(_ id: Int64) throws -> String {
    String(decoding: try text(id).bytes, as: UTF8.self)
  }

  @discardableResult
  private mutating func remember(_ word: ByteText, _ id: Int64) -> Int64 {
    // Hostile logs may name any number of hosts; the cache must not grow with them.
    if ids.count > 50_000 {
      ids.removeAll()
      values.removeAll()
    }
    ids[word] = id
    values[id] = word
    return id
  }
}

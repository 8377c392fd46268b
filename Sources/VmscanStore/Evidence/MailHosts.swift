import GRDB
import VmscanModel

/// Tables `mailHost`, the hosts that Message-IDs name, and `siteHost`, those of a site's own mails.
struct MailHosts {
  static let tables = """
    CREATE TABLE mailHost (
      host BLOB PRIMARY KEY,
      fromTime INTEGER NOT NULL,
      toTime INTEGER NOT NULL CHECK (toTime >= fromTime),
      mails INTEGER NOT NULL CHECK (mails > 0)
    ) WITHOUT ROWID;
    CREATE TABLE siteHost (
      site INTEGER NOT NULL REFERENCES site (id),
      host BLOB NOT NULL,
      PRIMARY KEY (site, host)
    ) WITHOUT ROWID;
    """

  /// Hostile logs may name any number of hosts; memory must not grow with them.
  private static let most = 10_000

  /// The host asked for last; its entry below is brought up to date when another one follows.
  private var current: MailHost?
  private var others: [ByteText: MailHost] = [:]

  var isFull: Bool { others.count > Self.most }

  mutating func note(_ mail: MailRecord) {
    let time = mail.accepted
    if let known = current, known.name == mail.host {
      if time < known.first { current?.first = time }
      if time > known.last { current?.last = time }
      current?.mails += 1
      return
    }
    guard !mail.host.isEmpty else { return }
    keepCurrent()
    var host = others[mail.host] ?? MailHost(mail.host, first: time, last: time, mails: 0)
    host.first = min(host.first, time)
    host.last = max(host.last, time)
    host.mails += 1
    current = host
  }

  private mutating func keepCurrent() {
    if let current { others[current.name] = current }
  }

  /// Takes out what was noted.
  mutating func taken() -> [MailHost] {
    keepCurrent()
    defer { self = MailHosts() }
    return Array(others.values)
  }

  static func add(_ hosts: [MailHost], in db: Database) throws {
    guard !hosts.isEmpty else { return }
    let insertion = try RawStatement(
      """
      INSERT INTO mailHost (host, fromTime, toTime, mails) VALUES (?, ?, ?, ?)
      ON CONFLICT (host) DO UPDATE SET
        fromTime = min(fromTime, excluded.fromTime), toTime = max(toTime, excluded.toTime),
        mails = mails + excluded.mails
      """, in: db)
    for host in hosts {
      try insertion.execute(
        .bytes(host.name.bytes), .number(host.first.epochSeconds),
        .number(host.last.epochSeconds), .number(Int64(host.mails)))
    }
  }

  static func read(_ db: Database) throws -> [MailHost] {
    var hosts: [MailHost] = []
    try RawStatement("SELECT host, fromTime, toTime, mails FROM mailHost ORDER BY host", in: db)
      .forEachRow([]) { row in
        hosts.append(
          MailHost(
            row.text(at: 0), first: Timestamp(row.number(at: 1)), last: Timestamp(row.number(at: 2)),
            mails: Int(row.number(at: 3))))
      }
    return hosts
  }

  /// Fills the table anew from all mails.
  static func rebuild(in db: Database) throws {
    try db.execute(sql: "DELETE FROM mailHost")
    var words = Words(db)
    var hosts = MailHosts()
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT packed, mailbox FROM mailChunk JOIN mailNumber ON mailNumber.id = number")
    while let row = try rows.next() {
      let chunk = MailChunk(id: 0, packed: try row.bytes(at: 0))
      for mail in try chunk.mails(of: try row.text(at: 1), word: { try words.text($0) }) {
        hosts.note(mail)
      }
    }
    try add(hosts.taken(), in: db)
  }

  /// Forgets what lies before a time.
  static func prune(before time: Timestamp, in db: Database) throws {
    try db.execute(sql: "DELETE FROM mailHost WHERE toTime < ?", arguments: [time.epochSeconds])
    try db.execute(
      sql: "UPDATE mailHost SET fromTime = ?1 WHERE fromTime < ?1", arguments: [time.epochSeconds])
  }

  /// The hosts of the own mails of some sites.
  static func own(of sites: [Int64], in db: Database) throws -> Set<ByteText> {
    var hosts: Set<ByteText> = []
    for site in sites {
      let rows = try Row.fetchAll(
        db, sql: "SELECT host FROM siteHost WHERE site = ?", arguments: [site])
      for row in rows { hosts.insert(try row.text(at: 0)) }
    }
    return hosts
  }

  static func addOwn(_ hosts: Set<ByteText>, of site: Int64, in db: Database) throws {
    for host in hosts.sorted() {
      try db.execute(
        sql: "INSERT OR IGNORE INTO siteHost (site, host) VALUES (?, ?)",
        arguments: [site, host.data])
    }
  }
}

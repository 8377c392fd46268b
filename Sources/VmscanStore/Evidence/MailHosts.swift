import GRDB
import VmscanModel

/// Tables `mailHost`, the hosts that Message-IDs name by day, and `siteHost`, those of a site's own mails.
struct MailHosts {
  static let tables = """
    CREATE TABLE mailHost (
      host BLOB NOT NULL,
      day INTEGER NOT NULL,
      mails INTEGER NOT NULL CHECK (mails > 0),
      PRIMARY KEY (host, day)
    ) WITHOUT ROWID;
    CREATE TABLE siteHost (
      site INTEGER NOT NULL REFERENCES site (id),
      host BLOB NOT NULL,
      PRIMARY KEY (site, host)
    ) WITHOUT ROWID;
    """

  /// Hostile logs may name any number of hosts; memory must not grow with them.
  private static let most = 10_000

  /// The host and day of the mail before, and the mails since it came up.
  private var current = (host: ByteText(""), day: 0, mails: 0)
  private var others: [ByteText: [Int: Int]] = [:]

  var isFull: Bool { others.count > Self.most }

  mutating func note(_ mail: MailRecord) {
    let day = MailHost.day(of: mail.accepted)
    if day != current.day || mail.host != current.host {
      keepCurrent()
      current = (mail.host, day, 0)
    }
    current.mails += 1
  }

  private mutating func keepCurrent() {
    guard current.mails > 0, !current.host.isEmpty else { return }
    others[current.host, default: [:]][current.day, default: 0] += current.mails
  }

  /// Takes out what was noted.
  mutating func taken() -> [MailHost] {
    keepCurrent()
    defer { self = MailHosts() }
    return others.map { MailHost($0.key, days: $0.value) }
  }

  static func add(_ hosts: [MailHost], in db: Database) throws {
    guard !hosts.isEmpty else { return }
    let insertion = try RawStatement(
      """
      INSERT INTO mailHost (host, day, mails) VALUES (?, ?, ?)
      ON CONFLICT (host, day) DO UPDATE SET mails = mails + excluded.mails
      """, in: db)
    for host in hosts {
      for (day, mails) in host.days {
        try insertion.execute(
          .bytes(host.name.bytes), .number(Int64(day)), .number(Int64(mails)))
      }
    }
  }

  static func read(_ db: Database) throws -> [MailHost] {
    var hosts: [MailHost] = []
    try RawStatement("SELECT host, day, mails FROM mailHost ORDER BY host, day", in: db)
      .forEachRow([]) { row in
        let (day, mails) = (Int(row.number(at: 1)), Int(row.number(at: 2)))
        if let last = hosts.indices.last,
          row.withBytes(at: 0, { hosts[last].name.bytes.order(to: $0) == 0 })
        {
          hosts[last].days[day] = mails
        } else {
          hosts.append(MailHost(row.text(at: 0), days: [day: mails]))
        }
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

  /// Forgets the days before a time.
  static func prune(before time: Timestamp, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM mailHost WHERE day < ?", arguments: [MailHost.day(of: time)])
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

import GRDB
package import VmscanModel
import VmscanSystem

/// One spool of one machine with one configuration; runs are compared within a site only.
///
/// A site is known by the canonical names of both directories. Older releases recorded them as
/// they were typed, wherever that was, so that one pair of directories may have several sites under
/// other names: the one with the latest run goes on, and what all of them know of destinations
/// counts.
struct StoredSite {
  let id: Int64
  let key: SiteKey
  let latestRun: Int64?
  /// Clock of the latest run.
  let latestTime: Timestamp?

  /// Finds the site and brings its names up to date, or adds it.
  static func id(of key: SiteKey, in db: Database) throws -> Int64 {
    let sites = try all(of: key, in: db).filter { $0.key.host == key.host }
    guard let site = sites.first else {
      try db.execute(
        sql: "INSERT INTO site (name, host, spool, etc) VALUES (?, ?, ?, ?)",
        arguments: [
          try freeName(for: key, in: db), key.host, key.spool.databaseText, key.etc.databaseText,
        ])
      return db.lastInsertedRowID
    }
    if site.key != key { try site.rename(to: key, among: sites, in: db) }
    if sites.count > 1 { try SharedDestinations(sites: sites, db: db).unite() }
    return site.id
  }

  /// The sites of two directories given by their canonical names: first those of the machine, the
  /// one that goes on before the others, then those of the same directories under another host.
  ///
  /// A machine that was given another name is another site, yet what was seen of its destinations
  /// before must not be forgotten: it may forbid a removal.
  static func all(of key: SiteKey, in db: Database) throws -> [StoredSite] {
    try all(in: db).filter { $0.key.spool.mayMean(key.spool) && $0.key.etc.mayMean(key.etc) }
      .sorted { left, right in
        let isOwn = left.key.host == key.host
        guard isOwn == (right.key.host == key.host) else { return isOwn }
        guard left.latestRun == right.latestRun else {
          return left.latestRun ?? 0 > right.latestRun ?? 0
        }
        return left.key == key
      }
  }

  /// The sites of other directories.
  static func others(than sites: [StoredSite], in db: Database) throws -> [StoredSite] {
    let own = Set(sites.map(\.id))
    return try all(in: db).filter { !own.contains($0.id) }
  }

  private static func all(in db: Database) throws -> [StoredSite] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT site.id, site.host, site.spool, site.etc, run.id, run.now FROM site
        LEFT JOIN run ON run.id = (SELECT max(id) FROM run WHERE run.site = site.id)
        """)
    return try rows.map { row in
      StoredSite(
        id: row[0],
        key: SiteKey(host: row[1], spool: try row.text(at: 2), etc: try row.text(at: 3)),
        latestRun: row[4], latestTime: (row[5] as Int64?).map { Timestamp($0) })
    }
  }

  static func latestRun(_ site: Int64, in db: Database) throws -> Int64? {
    try Int64.fetchOne(db, sql: "SELECT max(id) FROM run WHERE site = ?", arguments: [site])
  }

  /// The first of the key's names that no other site has.
  static func freeName(
    for key: SiteKey, except site: Int64? = nil, in db: Database
  ) throws -> String {
    func isTaken(_ name: String) throws -> Bool {
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM site WHERE name = ? AND id IS NOT ?)",
        arguments: [name, site]) ?? false
    }
    let names = key.names
    if let free = try names.first(where: { try !isTaken($0) }) { return free }
    var number = 2
    while try isTaken("\(names[names.count - 1]):\(number)") { number += 1 }
    return "\(names[names.count - 1]):\(number)"
  }

  /// Gives the site the canonical names; one that has them gets those of this site, which mean the
  /// same directories.
  private func rename(
    to key: SiteKey, among sites: [StoredSite], in db: Database
  ) throws {
    func name(_ id: Int64, _ key: SiteKey) throws {
      try db.execute(
        sql: "UPDATE site SET name = ?, spool = ?, etc = ? WHERE id = ?",
        arguments: [
          try Self.freeName(for: key, except: id, in: db), key.spool.databaseText,
          key.etc.databaseText, id,
        ])
    }
    let holder = sites.first { $0.key == key }
    // A pair of names is unique at every moment, and no directory has an empty name.
    if let holder { try name(holder.id, SiteKey(host: key.host, spool: "", etc: "")) }
    try name(id, key)
    if let holder { try name(holder.id, self.key) }
  }
}

extension HistoryStore {
  /// The sites that have runs, by name.
  ///
  /// - Throws: `StoreError`.
  package func sites() throws -> [RecordedSite] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT site.id, site.name, site.host, site.spool, site.etc, count(*), max(run.id),
            (SELECT now FROM run AS latest WHERE latest.site = site.id ORDER BY id DESC LIMIT 1)
          FROM site JOIN run ON run.site = site.id GROUP BY site.id ORDER BY site.name
          """)
      return try rows.map { row in
        RecordedSite(
          id: row[0], name: row[1],
          key: SiteKey(host: row[2], spool: try row.text(at: 3), etc: try row.text(at: 4)),
          runs: row[5], latestRun: row[6], latest: row.time(at: 7))
      }
    }
  }

  /// The row of a site that has a run; `nil` when there is none.
  ///
  /// - Throws: `StoreError`.
  package func site(of key: SiteKey) throws -> Int64? {
    try read { db in
      try StoredSite.all(of: key, in: db)
        .first { $0.key.host == key.host && $0.latestRun != nil }?.id
    }
  }

  /// The row of the site of a run; `nil` when there is no such run.
  ///
  /// - Throws: `StoreError`.
  package func site(ofRun run: Int64) throws -> Int64? {
    try read {
      try Int64.fetchOne($0, sql: "SELECT site FROM run WHERE id = ?", arguments: [run])
    }
  }
}

extension StoredSite {
  /// Gives the sites of an earlier schema their names, those with the latest runs first.
  static func nameAll(in db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, host, spool, etc FROM site
        ORDER BY (SELECT max(id) FROM run WHERE run.site = site.id) DESC, id
        """)
    for row in rows {
      let key = SiteKey(host: row[1], spool: try row.text(at: 2), etc: try row.text(at: 3))
      try db.execute(
        sql: "UPDATE site SET name = ?, spool = ?, etc = ? WHERE id = ?",
        arguments: [
          try freeName(for: key, in: db), key.spool.databaseText, key.etc.databaseText,
          row[0] as Int64,
        ])
    }
  }
}

import GRDB

/// The schema and its versions; a shipped migration never changes, later ones follow it.
enum Schema {
  /// `vmsc`, in the database's header.
  static let applicationID = 0x766D_7363

  /// What SQL cannot do: runs after the migration's text, in its transaction.
  private static let steps: [String: @Sendable (Database) throws -> Void] = [
    "2-mail": { try MailRow.moveIntoChunks($0) }, "4-site": { try StoredSite.nameAll(in: $0) },
    "6-tables": { try OldFacts.move(in: $0) },
    "8-reasons": { try OldReasons.keepAcceptances(in: $0) },
    "12-hosts": { try MailHosts.rebuild(in: $0) },
  ]

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    for (name, sql) in Migrations.all {
      migrator.registerMigration(name) { db in
        try db.execute(sql: sql)
        try steps[name]?(db)
      }
    }
    return migrator
  }

  static func bringUpToDate(_ queue: DatabaseQueue, path: String) throws {
    let migrator = migrator
    let isCurrent = try queue.read { db in
      guard try !migrator.hasBeenSuperseded(db) else { throw StoreError.newer(path: path) }
      return try migrator.hasCompletedMigrations(db)
    }
    if !isCurrent { try migrator.migrate(queue) }
  }

  static func requireCurrent(_ db: Database, path: String) throws {
    guard try !migrator.hasBeenSuperseded(db) else { throw StoreError.newer(path: path) }
    guard try migrator.hasCompletedMigrations(db) else { throw StoreError.older(path: path) }
  }

  /// Refuses a database that another program or a newer version of this one has filled, before
  /// anything in it changes: turning on write-ahead mode writes.
  static func requireOwn(_ db: Database, path: String) throws {
    guard try Int.fetchOne(db, sql: "PRAGMA application_id") != applicationID else {
      guard try !migrator.hasBeenSuperseded(db) else { throw StoreError.newer(path: path) }
      return
    }
    let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard objects == 0 else { throw StoreError.foreign(path: path) }
  }
}

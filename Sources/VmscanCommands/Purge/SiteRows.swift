import VmscanActions
import VmscanModel

/// The table of messages of a site that keeps them in a database; opened for changes once, when it
/// is needed.
final class SiteRows {
  /// `nil` where messages are files.
  let table: DatabaseTable?
  private let roots: Set<ByteText>
  private var opened: RowTable?

  init(_ site: Site) {
    let asterisk = site.configuration.asterisk
    table = asterisk.storage.value == .odbc ? asterisk.messageTable : nil
    roots = [asterisk.spoolAsWritten, asterisk.spoolDirectory]
  }

  /// Refuses what a purge or a restore of rows would do unsafely; only reads.
  ///
  /// - Throws: `CommandFailure`.
  func refuseUnsafe(evenShared: Bool) throws {
    guard let table else { return }
    try ActionSession.refusing {
      let shared = try SharedTable(table)
      try shared.refuseUnchangeable()
      if !evenShared { try shared.refuseOthers(roots: roots) }
    }
  }

  /// - Throws: `PurgeRefusal`, also when messages are files, or `OdbcError`.
  func open() throws -> RowTable {
    if let opened { return opened }
    guard let table else { throw PurgeRefusal.tableChanged(planned: "a table", now: nil) }
    let made = try RowTable(table)
    opened = made
    return made
  }

  /// The table of an interrupted run, if it is still the site's.
  func open(_ place: String) throws -> RowTable {
    guard let table, "\(table.place)" == place else {
      throw PurgeRefusal.tableChanged(planned: ByteText(place), now: table?.place)
    }
    return try open()
  }
}

import Glibc
import VmscanActions
import VmscanModel
import VmscanStore

/// Opens the history with errors turned into exit statuses.
enum History {
  /// Opens the history, made where there is none; a directory that was named and does not exist is
  /// taken for a slip of the pen.
  ///
  /// - Throws: `CommandFailure`.
  static func open(_ settings: Settings) throws -> HistoryStore {
    let directory = settings.database.parentDirectory
    if !settings.createsDirectory, settings.database != Settings().database,
      access(directory, F_OK) != 0, errno == ENOENT
    {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot make history '\(settings.database)': directory '\(directory)' does not exist
        nothing was done; name another with --db, or let --create make the directory
        """)
    }
    return try failing { try HistoryStore(path: settings.database) }
  }

  /// Opens the history for a removal, which must not go past the holds of a history that was lost.
  ///
  /// A new one is made only where nothing shows that there was one: no key beside it and no quarantine
  /// of the site. The user is shown that a new one knows no hold.
  ///
  /// - Throws: `CommandFailure`.
  static func openForRemoval(_ site: Site, in context: RunContext) throws -> HistoryStore {
    var status = stat()
    let path = site.settings.database
    let isNew = stat(path, &status) != 0 && errno == ENOENT || status.st_size == 0
    guard isNew else { return try open(site.settings) }
    let quarantine = ActionSession.quarantinePath(of: site)
    let traces = [CredentialKey.path(database: path), "\(quarantine)"]
    if !site.settings.createsDirectory, let trace = traces.first(where: { access($0, F_OK) == 0 }) {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot use history '\(path)': it is \(status.st_size == 0 && access(path, F_OK) == 0 ? "empty" : "not there"), though '\(trace)' shows that there was one
        its holds are not known, so nothing was changed; bring it back, name it with --db, or let --create begin a new one
        """)
    }
    try context.err.writeLine("vmscan: history '\(path)' is new: no hold is known")
    return try open(site.settings)
  }

  /// Opens an existing history for reading; when this user may not write, as it stands.
  ///
  /// - Throws: `CommandFailure`.
  static func reading(_ settings: Settings) throws -> HistoryStore {
    try failing { try HistoryStore.readOnly(path: settings.database) }
  }

  static func noSuchRun(_ run: Int64?, in settings: Settings) -> CommandFailure {
    CommandFailure(
      .usage,
      """
      cannot find \(run.map { "run \($0)" } ?? "a run") in history '\(settings.database)'
      'vmscan history runs' lists the runs that are kept; 'vmscan scan' records one
      """)
  }

  /// Runs a step of the store, its errors turned into exit statuses.
  static func failing<Value>(_ step: () throws -> Value) throws -> Value {
    do {
      return try step()
    } catch let error as StoreError {
      throw CommandFailure(error.status, "\(error)")
    }
  }
}

extension StoreError {
  var status: ExitStatus {
    switch self {
    case .locked: .lockNotObtained
    case .noSuchRun: .usage
    case .full, .failed, .ambiguousReport, .privateDetail, .exists: .failed
    case .newer, .older, .foreign, .damaged, .unopenable, .notWritable, .unreadableValue,
      .withoutLocks:
      .badConfiguration
    }
  }
}

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

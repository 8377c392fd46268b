import Glibc
import VmscanActions
import VmscanModel
import VmscanStore
import VmscanSystem

extension History {
  /// Opens the history for a removal, which must not go past the holds of one that was lost or
  /// misspelt.
  ///
  /// A new one is made only where nothing shows that there is another: no key, no other history beside
  /// it, and no quarantine of the site. The user is shown that a new one knows no hold.
  ///
  /// - Throws: `CommandFailure`.
  static func openForRemoval(_ site: Site, in context: RunContext) throws -> HistoryStore {
    try refuseLost(site, in: context)
    return try open(site.settings)
  }

  /// Goes on only with a history, or where the site has none yet, which is shown.
  ///
  /// - Throws: `CommandFailure` when something shows that there is another, whose holds are not known.
  static func refuseLost(_ site: Site, in context: RunContext) throws {
    let path = site.settings.database
    var status = stat()
    let isThere = stat(path, &status) == 0 || errno != ENOENT
    guard !isThere || status.st_size == 0 && status.st_mode & S_IFMT == S_IFREG else { return }
    if !site.settings.createsDirectory, let trace = trace(of: path, site) {
      throw CommandFailure(
        .badConfiguration,
        """
        cannot use history '\(path)': it is \(isThere ? "empty" : "not there"), though \(trace)
        holds are not known, so nothing was changed; name the history with --db, or let --create \
        begin a new one
        """)
    }
    try context.err.writeLine("vmscan: history '\(path)' is new: no hold is known")
  }

  /// What shows that the site has a history, in words.
  private static func trace(of path: String, _ site: Site) -> String? {
    let key = CredentialKey.path(database: path)
    if access(key, F_OK) == 0 { return "its key '\(key)' is" }
    if ActionSession.hasQuarantine(site) {
      return "there is a quarantine, '\(ActionSession.quarantinePath(of: site))'"
    }
    let directory = path.parentDirectory
    let files = PosixFileOperations()
    let names =
      (try? files.names(
        in: files.openDirectory(ByteText(directory).canonicalPath, in: nil))) ?? []
    return names.sorted().map { "\(directory)/\($0)" }
      .first { DatabaseHead(path: $0) == .history }.map { "'\($0)' is a history" }
  }
}

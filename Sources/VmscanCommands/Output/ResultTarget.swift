import Glibc
import VmscanFormats
import VmscanModel
import VmscanStore

/// A file that a result is to replace, and what must never be taken for an earlier result.
enum ResultTarget {
  /// Refuses a database and what lies beside it, a file of a message, and a configuration file.
  ///
  /// A copy of history (`allowsDatabase`) may replace another database, not a history.
  ///
  /// - Throws: `CommandFailure`; nothing was changed.
  static func check(_ path: String, allowsDatabase: Bool = false) throws {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let what = kind(of: path, allowsDatabase: allowsDatabase)
    else { return }
    throw CommandFailure(
      .usage,
      """
      cannot write the result to '\(path)': \(what)
      name another file; nothing was changed
      """)
  }

  private static func kind(of path: String, allowsDatabase: Bool) -> String? {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    switch DatabaseHead(path: path) {
    case .history: return "it is a history of vmscan"
    case .database: return allowsDatabase ? nil : "it is a database"
    case .other: break
    }
    for suffix in [".key", "-wal", "-shm", "-journal"] where path.hasSuffix(suffix) {
      if DatabaseHead(path: String(path.dropLast(suffix.count))) != .other {
        return "it belongs to a database"
      }
    }
    if MessageFileName(ByteText(name).bytes.span).kind.belongsToMessage {
      return "it is a file of a message"
    }
    return name.hasSuffix(".conf") ? "it is a configuration file" : nil
  }
}

import Glibc
import VmscanFormats
import VmscanModel
import VmscanSystem

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
    let head = head(of: path)
    if head.starts(with: sqlite) {
      if head.dropFirst(68).elementsEqual(historyID) { return "it is a history of vmscan" }
      return allowsDatabase ? nil : "it is a database"
    }
    for suffix in [".key", "-wal", "-shm", "-journal"] where path.hasSuffix(suffix) {
      if self.head(of: String(path.dropLast(suffix.count))).starts(with: sqlite) {
        return "it belongs to a database"
      }
    }
    if MessageFileName(ByteText(name).bytes.span).kind.belongsToMessage {
      return "it is a file of a message"
    }
    return name.hasSuffix(".conf") ? "it is a configuration file" : nil
  }

  private static let sqlite = Array("SQLite format 3\0".utf8)
  /// `PRAGMA application_id` of a history, as it stands in the file's header.
  private static let historyID: [UInt8] = [0x76, 0x6D, 0x73, 0x63]

  /// At most the first 72 bytes; none when it cannot be read.
  private static func head(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 72)
    let count = read(descriptor, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }
}

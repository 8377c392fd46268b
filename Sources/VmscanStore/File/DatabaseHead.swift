import Glibc

/// What the first bytes of a file say that it is, without SQLite opening it.
package enum DatabaseHead: Sendable {
  case other
  /// A database of SQLite that is no history.
  case database
  case history

  /// Where a database's header holds `PRAGMA application_id` (SQLite's file format, section 1.3).
  private static let idPlace = 68

  /// `other` also for what cannot be read.
  package init(path: String) {
    self = .other
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Self.idPlace + 4)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0, bytes.starts(with: Array("SQLite format 3\0".utf8)) else { return }
    let id = bytes[Self.idPlace...].reduce(0) { $0 << 8 | Int($1) }
    self = id == Schema.applicationID ? .history : .database
  }
}

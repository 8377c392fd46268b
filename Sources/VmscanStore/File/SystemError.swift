import Glibc

/// A system error by name and text, such as `EACCES (Permission denied)`.
struct SystemError: CustomStringConvertible {
  let code: Int32

  /// The error of the call that has just failed.
  static var last: SystemError { SystemError(code: errno) }

  private static let names: [Int32: String] = [
    EACCES: "EACCES", EEXIST: "EEXIST", EISDIR: "EISDIR", EIO: "EIO", ELOOP: "ELOOP",
    EMFILE: "EMFILE", ENAMETOOLONG: "ENAMETOOLONG", ENOENT: "ENOENT", ENOSPC: "ENOSPC",
    ENOTDIR: "ENOTDIR", EPERM: "EPERM", EROFS: "EROFS", EDQUOT: "EDQUOT",
  ]

  var description: String {
    let words = strerror(code).map { String(cString: $0) } ?? "unknown"
    return "\(Self.names[code] ?? "error \(code)") (\(words))"
  }
}

import Glibc
package import VmscanModel

/// A system call that failed, with its error number.
package struct SystemError: Error, Sendable, Hashable {
  package var code: Int32
  /// What was attempted, such as `rename`.
  package var attempt: String
  package var path: ByteText

  package init(code: Int32, attempt: String, path: ByteText) {
    self.code = code
    self.attempt = attempt
    self.path = path
  }

  /// The error of the call that has just failed on this thread.
  static func last(_ attempt: String, _ path: ByteText) -> SystemError {
    SystemError(code: errno, attempt: attempt, path: path)
  }

  /// The same for a call on an open file, which is named as the kernel knows it.
  static func last(_ attempt: String, _ descriptor: Descriptor) -> SystemError {
    let code = errno
    let link = "/proc/self/fd/\(descriptor.raw)"
    var name = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = max(0, readlink(link, &name, name.count))
    let path = ByteText(bytes: name.prefix(count).map { UInt8(bitPattern: $0) })
    return SystemError(code: code, attempt: attempt, path: path)
  }

  /// The symbolic name, such as `EACCES`, or the number when it is a rare one.
  package var name: String { Self.names[code] ?? "errno \(code)" }

  private static let names: [Int32: String] = [
    EPERM: "EPERM", ENOENT: "ENOENT", EINTR: "EINTR", EIO: "EIO", EBADF: "EBADF",
    EAGAIN: "EAGAIN", ENOMEM: "ENOMEM", EACCES: "EACCES", EBUSY: "EBUSY", EEXIST: "EEXIST",
    EXDEV: "EXDEV", ENOTDIR: "ENOTDIR", EISDIR: "EISDIR", EINVAL: "EINVAL", ENFILE: "ENFILE",
    EMFILE: "EMFILE", EFBIG: "EFBIG", ENOSPC: "ENOSPC", EROFS: "EROFS", EMLINK: "EMLINK",
    EPIPE: "EPIPE", ENAMETOOLONG: "ENAMETOOLONG", ENOTEMPTY: "ENOTEMPTY", ELOOP: "ELOOP",
    EDQUOT: "EDQUOT", ESTALE: "ESTALE", ETIMEDOUT: "ETIMEDOUT", ECONNREFUSED: "ECONNREFUSED",
    ECONNRESET: "ECONNRESET", EHOSTUNREACH: "EHOSTUNREACH", ENETUNREACH: "ENETUNREACH",
    ENOSYS: "ENOSYS", EOPNOTSUPP: "EOPNOTSUPP",
  ]
}

extension SystemError: CustomStringConvertible {
  package var description: String { "\(attempt) '\(path)': \(name)" }
}

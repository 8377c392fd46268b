import Glibc
package import VmscanModel

/// A system call that failed: its error number and, where it is known, what was attempted on what.
package struct SystemError: Error, Sendable, Hashable {
  package var code: CInt
  /// What was attempted, such as `rename`; empty where whoever catches the error knows.
  package var attempt: String
  package var path: ByteText

  package init(code: CInt, attempt: String, path: ByteText) {
    self.code = code
    self.attempt = attempt
    self.path = path
  }

  package init(_ code: CInt) { self.init(code: code, attempt: "", path: "") }

  /// The error of the call that has just failed on this thread.
  package static var last: SystemError { SystemError(errno) }

  /// The error of the call that has just failed on this thread.
  package static func last(_ attempt: String, _ path: ByteText) -> SystemError {
    SystemError(code: errno, attempt: attempt, path: path)
  }

  /// The same for a call on an open file, which is named as the kernel knows it.
  package static func last(_ attempt: String, _ descriptor: Descriptor) -> SystemError {
    let code = errno
    let path = SystemFile.target("/proc/self/fd/\(descriptor.raw)")
    return SystemError(code: code, attempt: attempt, path: path ?? "")
  }

  /// The symbolic name, such as `EACCES`, or `errno 524` for the numbers without a common name.
  package var name: String { Self.names[code] ?? "errno \(code)" }

  /// The system's own words, such as `Permission denied`.
  package var words: String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return name }
    return String(filled: buffer)
  }

  private static let names: [CInt: String] = [
    EPERM: "EPERM", ENOENT: "ENOENT", EINTR: "EINTR", EIO: "EIO", ENXIO: "ENXIO",
    EBADF: "EBADF", EAGAIN: "EAGAIN", ENOMEM: "ENOMEM", EACCES: "EACCES", EFAULT: "EFAULT",
    EBUSY: "EBUSY", EEXIST: "EEXIST", EXDEV: "EXDEV", ENODEV: "ENODEV", ENOTDIR: "ENOTDIR",
    EISDIR: "EISDIR", EINVAL: "EINVAL", ENFILE: "ENFILE", EMFILE: "EMFILE", ENOTTY: "ENOTTY",
    ETXTBSY: "ETXTBSY", EFBIG: "EFBIG", ENOSPC: "ENOSPC", EROFS: "EROFS", EMLINK: "EMLINK",
    EPIPE: "EPIPE", ERANGE: "ERANGE", EDEADLK: "EDEADLK", ENAMETOOLONG: "ENAMETOOLONG",
    ENOLCK: "ENOLCK", ENOSYS: "ENOSYS", ENOTEMPTY: "ENOTEMPTY", ELOOP: "ELOOP",
    EOVERFLOW: "EOVERFLOW", EILSEQ: "EILSEQ", EOPNOTSUPP: "EOPNOTSUPP", ETIMEDOUT: "ETIMEDOUT",
    EALREADY: "EALREADY", ESTALE: "ESTALE", EDQUOT: "EDQUOT", EREMOTEIO: "EREMOTEIO",
    ENOTCONN: "ENOTCONN", EHOSTDOWN: "EHOSTDOWN", EBADMSG: "EBADMSG", EUCLEAN: "EUCLEAN",
    ECONNREFUSED: "ECONNREFUSED", ECONNRESET: "ECONNRESET", EHOSTUNREACH: "EHOSTUNREACH",
    ENETUNREACH: "ENETUNREACH",
  ]
}

extension SystemError: CustomStringConvertible {
  /// `rename '/var/x': EACCES (Permission denied)`; without an attempt `EACCES (Permission denied)`.
  package var description: String {
    (attempt.isEmpty ? "" : "\(attempt) '\(path)': ") + "\(name) (\(words))"
  }

  /// The error, and on a second line what to do where that is plain.
  package var withRemedy: String {
    isFull ? "\(self)\nfree some space there, then run again" : "\(self)"
  }
}

extension SystemError {
  /// The name does not exist.
  package var isMissing: Bool { code == ENOENT }
  /// The name is taken.
  package var isTaken: Bool { code == EEXIST }
  package var isOtherDevice: Bool { code == EXDEV }
  /// What was opened is a symbolic link, or no directory.
  package var isNotDirectory: Bool { code == ELOOP || code == ENOTDIR }
  /// There is no room left on the file system, or none for this user.
  package var isFull: Bool { code == ENOSPC || code == EDQUOT }
  /// Owner or mode cannot be set, as where the file system has none.
  package var isNoModeKept: Bool { code == EPERM || code == EOPNOTSUPP || code == ENOSYS }
  package var isNotEmpty: Bool { code == ENOTEMPTY || code == EEXIST }
  /// The rights of this user do not reach.
  package var isForbidden: Bool { code == EACCES || code == EPERM }
}

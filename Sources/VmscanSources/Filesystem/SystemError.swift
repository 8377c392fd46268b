import Glibc

/// The error number a system call left, with the name it has in manuals.
package struct SystemError: Error, Hashable, Sendable {
  package let number: CInt

  package init(_ number: CInt) { self.number = number }

  /// The error of the call that just failed on this thread.
  static var last: SystemError { SystemError(errno) }

  /// `EACCES`, or `errno 524` for the numbers without a common name.
  package var name: String { Self.names[number] ?? "errno \(number)" }

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
  ]
}

extension SystemError: CustomStringConvertible {
  /// The name with the system's words, such as `EACCES (Permission denied)`.
  package var description: String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(number, &buffer, buffer.count) == 0 else { return name }
    let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return "\(name) (\(String(decoding: text, as: UTF8.self)))"
  }
}

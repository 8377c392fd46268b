import Glibc

/// Names of the system errors that reading a configuration meets.
enum ConfigErrno {
  /// `EACCES (Permission denied)`; the bare number for an error without a name here.
  static func text(_ code: Int32) -> String {
    let names: [Int32: String] = [
      EACCES: "EACCES", EPERM: "EPERM", ENOENT: "ENOENT", ENOTDIR: "ENOTDIR", ELOOP: "ELOOP",
      EIO: "EIO", EMFILE: "EMFILE", ENFILE: "ENFILE", ENAMETOOLONG: "ENAMETOOLONG",
      ENXIO: "ENXIO", EISDIR: "EISDIR", ENOMEM: "ENOMEM", ESTALE: "ESTALE", EFBIG: "EFBIG",
    ]
    return "\(names[code] ?? "errno \(code)") (\(String(cString: strerror(code))))"
  }
}

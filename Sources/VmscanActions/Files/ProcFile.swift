import Glibc

/// Small files of `/proc`, which tell of processes and of this machine.
enum ProcFile {
  /// The file's text, empty when it cannot be read.
  static func text(_ path: String) -> String {
    let raw = open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { return "" }
    let bytes = try? PosixFileOperations().read(Descriptor(raw), limit: 65536)
    return String(decoding: bytes ?? [], as: UTF8.self)
  }

  /// Where a symbolic link points; `nil` when it cannot be read.
  static func target(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { target in
        target.baseAddress.map { readlink(path, $0, target.count) } ?? -1
      }
    }
    guard count >= 0 else { return nil }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}

/// The name of this machine.
package enum HostName {
  package static var current: String {
    var buffer = [UInt8](repeating: 0, count: 256)
    _ = buffer.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { name in
        name.baseAddress.map { gethostname($0, name.count - 1) } ?? -1
      }
    }
    return String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
  }
}

import Glibc
import VmscanModel
import VmscanSystem

/// Reads one configuration file whole, and knows whether it stood still meanwhile.
enum ConfigFileReader {
  enum Outcome {
    case text([UInt8], FileIdentity)
    /// Read, but every attempt saw it change.
    case changing([UInt8], FileIdentity)
    case missing
    case notRegular
    /// The system error.
    case failed(Int32)
  }

  /// Bytes beyond which a file is no configuration.
  static let sizeLimit = 64 << 20
  private static let attempts = 3

  /// Follows symbolic links, as Asterisk does; never waits for a pipe.
  static func read(path: [UInt8], sizeLimit: Int = sizeLimit) -> Outcome {
    (path + [0]).withUnsafeBytes { bytes in
      guard let name = bytes.bindMemory(to: CChar.self).baseAddress else { return .missing }
      var status = stat()
      guard stat(name, &status) == 0 else { return failure(errno) }
      // A device must not even be opened.
      guard status.st_mode & S_IFMT == S_IFREG else { return .notRegular }
      let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
      guard descriptor >= 0 else { return failure(errno) }
      defer { close(descriptor) }
      return read(descriptor: descriptor, sizeLimit: sizeLimit)
    }
  }

  /// Reads an open descriptor from its start; the caller closes it.
  static func read(descriptor: Int32, sizeLimit: Int = sizeLimit) -> Outcome {
    var last: Outcome = .missing
    for _ in 0..<attempts {
      guard let before = identity(descriptor) else { return .failed(errno) }
      guard before.isRegularFile else { return .notRegular }
      guard before.size <= sizeLimit else { return .failed(EFBIG) }
      switch contents(descriptor, expected: Int(before.size), limit: sizeLimit) {
      case .failure(let error): return .failed(error.code)
      case .success(let bytes):
        if identity(descriptor) == before, bytes.count == before.size {
          return .text(bytes, before)
        }
        last = .changing(bytes, before)
      }
    }
    return last
  }

  /// Identity of what a path leads to now, `nil` when there is nothing.
  static func identity(path: [UInt8]) -> FileIdentity? {
    (path + [0]).withUnsafeBytes { bytes in
      var status = stat()
      guard let name = bytes.bindMemory(to: CChar.self).baseAddress, stat(name, &status) == 0
      else { return nil }
      return identity(status)
    }
  }

  /// Whether the path leads to something, or may.
  static func isThere(path: [UInt8]) -> Bool {
    (path + [0]).withUnsafeBytes { bytes in
      var status = stat()
      guard let name = bytes.bindMemory(to: CChar.self).baseAddress else { return false }
      return stat(name, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }
  }

  static func identity(_ descriptor: Int32) -> FileIdentity? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? identity(status) : nil
  }

  private static func identity(_ status: stat) -> FileIdentity {
    FileIdentity(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
      modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim),
      mode: status.st_mode, owner: status.st_uid, group: status.st_gid,
      links: UInt32(truncatingIfNeeded: status.st_nlink))
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  private struct SystemError: Error { var code: Int32 }

  private static func contents(
    _ descriptor: Int32, expected: Int, limit: Int
  ) -> Result<[UInt8], SystemError> {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected + 1)
    var buffer = [UInt8](repeating: 0, count: min(max(expected + 1, 4096), 1 << 20))
    while bytes.count <= limit {
      let count = buffer.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, bytes.count)
      }
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(SystemError(code: errno))
      }
      bytes.append(contentsOf: buffer[0..<count])
    }
    return .failure(SystemError(code: EFBIG))
  }

  private static func failure(_ code: Int32) -> Outcome {
    switch code {
    case ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG: .missing
    default: .failed(code)
    }
  }
}

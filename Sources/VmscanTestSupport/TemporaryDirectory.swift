import Glibc
package import VmscanModel

/// A new directory under `TMPDIR` that goes away, with all it holds, with its last reference.
///
/// `VMSCAN_KEEP_TEMPORARY=1` keeps it for a look afterwards.
package final class TemporaryDirectory: Sendable {
  /// Absolute, without a slash at the end.
  package let path: ByteText

  package init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/vmscan-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp", base) }
    path = ByteText(bytes: template.dropLast().map { UInt8(bitPattern: $0) })
  }

  /// The path of something inside, as bytes.
  package func appending(_ relative: ByteText) -> ByteText {
    ByteText(bytes: path.bytes + [0x2F] + relative.bytes)
  }

  deinit {
    guard getenv("VMSCAN_KEEP_TEMPORARY") == nil else { return }
    removeTree(path)
  }
}

/// Removes a file or a directory with everything below it, links themselves, not their targets.
package func removeTree(_ path: ByteText) {
  path.withCString { name in
    guard unlink(name) != 0, let directory = openForRemoval(name) else { return }
    while let entry = readdir(directory) {
      let child = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: UInt8.self, capacity: 256) {
          Array(UnsafeBufferPointer(start: $0, count: strlen($0)))
        }
      }
      guard child != [0x2E], child != [0x2E, 0x2E] else { continue }
      removeTree(ByteText(bytes: path.bytes + [0x2F] + child))
    }
    closedir(directory)
    rmdir(name)
  }
}

private func openForRemoval(_ name: UnsafePointer<CChar>) -> OpaquePointer? {
  var status = stat()
  guard lstat(name, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
  chmod(name, 0o700)
  return opendir(name)
}

extension ByteText {
  /// Hands over the bytes as a C string, cut at the first NUL.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) rethrows
    -> Result
  {
    try (bytes + [0]).withUnsafeBufferPointer { buffer in
      try buffer.withMemoryRebound(to: CChar.self) { characters in
        guard let start = characters.baseAddress else { preconditionFailure("buffer has a NUL") }
        return try body(start)
      }
    }
  }
}

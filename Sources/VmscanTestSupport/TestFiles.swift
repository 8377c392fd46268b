import Glibc
package import VmscanModel

/// Plain reading and writing of whole files, for tests only.
package enum TestFiles {
  package static func read(_ path: ByteText) throws -> [UInt8] {
    let descriptor = path.withCString { open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw SystemFailure("open", path) }
    defer { close(descriptor) }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw SystemFailure("read", path) }
      guard count > 0 else { return output }
      output += buffer[..<count]
    }
  }

  /// Replaces the contents of a file, made with its parents when missing.
  package static func write(_ contents: [UInt8], to path: ByteText) throws {
    try makeParents(of: path)
    let descriptor = path.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) }
    guard descriptor >= 0 else { throw SystemFailure("open", path) }
    defer { close(descriptor) }
    var rest = contents[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw SystemFailure("write", path) }
      rest = rest.dropFirst(count)
    }
  }

  package static func makeParents(of path: ByteText) throws {
    for (index, byte) in path.bytes.enumerated() where byte == 0x2F && index > 0 {
      let parent = ByteText(bytes: path.bytes[..<index])
      guard parent.withCString({ mkdir($0, 0o755) }) == 0 || errno == EEXIST else {
        throw SystemFailure("mkdir", parent)
      }
    }
  }

  /// Runs a program by absolute path and waits; its exit status, or 128 plus the signal.
  package static func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    var child: pid_t = 0
    let words = [program] + arguments
    let pointers = words.map { strdup($0) } + [nil]
    defer { pointers.forEach { free($0) } }
    let number = posix_spawn(&child, program, nil, nil, pointers, environ)
    guard number == 0 else { throw SystemFailure("posix_spawn", program, number: number) }
    var status: CInt = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw SystemFailure("waitpid", program) }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }
}

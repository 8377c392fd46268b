import CLinuxShims
import Glibc
package import VmscanModel
import VmscanSystem

/// A step of the file system that failed while a configuration was edited.
package struct ConfigFileError: Error, Sendable, Hashable, CustomStringConvertible {
  package var step: String
  package var path: ByteText
  package var reason: String

  package init(_ step: String, _ path: ByteText, reason: String) {
    self.step = step
    self.path = path
    self.reason = reason
  }

  init(_ step: String, _ path: ByteText) {
    self.init(step, path, reason: SystemError.last.description)
  }

  package var description: String { "cannot \(step) '\(path)': \(reason)" }
}

/// The calls that replacing a configuration file needs.
enum ConfigFileCalls {
  static let sizeLimit = 64 << 20

  /// Contents and identity of a regular file that stood still while it was read.
  static func read(_ path: ByteText) throws -> (bytes: [UInt8], identity: FileIdentity) {
    let descriptor = try path.withPath {
      open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    }
    guard descriptor >= 0 else { throw ConfigFileError("open", path) }
    defer { close(descriptor) }
    let before = try identity(descriptor, path)
    guard before.isRegularFile, before.size <= sizeLimit else {
      throw ConfigFileError("read", path, reason: "it is no configuration file")
    }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw ConfigFileError("read", path)
      }
      bytes += block[..<count]
    }
    guard try identity(descriptor, path) == before, bytes.count == before.size else {
      throw ConfigFileError("read", path, reason: "it changed meanwhile")
    }
    return (bytes, before)
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, named path: ByteText) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw ConfigFileError("write", path)
      }
      rest = rest.dropFirst(written)
    }
  }

  static func identity(of path: ByteText) throws -> FileIdentity {
    var status = stat()
    guard try path.withPath({ lstat($0, &status) }) == 0 else {
      throw ConfigFileError("look at", path)
    }
    return FileIdentity(status)
  }

  static func identity(_ descriptor: Int32, _ path: ByteText) throws -> FileIdentity {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw ConfigFileError("look at", path) }
    return FileIdentity(status)
  }

  static func syncDirectory(of path: ByteText) throws {
    let directory = parent(of: path)
    let descriptor = try directory.withPath { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw ConfigFileError("open", directory) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw ConfigFileError("sync", directory) }
  }

  static func parent(of path: ByteText) -> ByteText {
    guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == 0 ? "/" : ByteText(bytes: path.bytes[..<slash])
  }

  static func name(of path: ByteText) -> ByteText {
    guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return ByteText(bytes: path.bytes[(slash + 1)...])
  }
}

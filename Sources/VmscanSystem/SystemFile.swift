import Glibc
package import VmscanModel

/// Files read whole, such as those of `/proc`, which describe processes and this machine.
package enum SystemFile {
  /// The contents, at most `limit` bytes.
  ///
  /// - Throws: The error of opening or reading it.
  package static func bytes(
    _ path: String, limit: Int = Int.max
  ) throws(SystemError) -> [UInt8] {
    let raw = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
    guard raw >= 0 else { throw .last }
    let file = OwnedDescriptor(adopting: raw)
    var contents: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while contents.count < limit {
      let count = Glibc.read(file.raw, &block, min(block.count, limit - contents.count))
      if count < 0 {
        guard errno == EINTR else { throw .last }
        continue
      }
      guard count > 0 else { break }
      contents += block[..<count]
    }
    return contents
  }

  /// The text of a small file, at most 64 KiB, empty when it cannot be read.
  package static func text(_ path: String) -> String {
    do throws(SystemError) {
      return String(decoding: try bytes(path, limit: 1 << 16), as: UTF8.self)
    } catch {
      return ""
    }
  }

  /// Where a symbolic link points; `nil` when it cannot be read.
  package static func target(_ path: String) -> ByteText? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    return ByteText(bytes: buffer.prefix(count).map { UInt8(bitPattern: $0) })
  }
}

extension String {
  /// What a call of C has written into a buffer, up to the NUL.
  init(filled buffer: [CChar]) {
    self.init(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The name of this machine.
package enum HostName {
  package static var current: String {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    return String(filled: buffer)
  }
}

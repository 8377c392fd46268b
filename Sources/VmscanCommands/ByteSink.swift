import Glibc
import Synchronization
import VmscanSystem

/// Where a command's bytes go: a descriptor, or memory in tests.
package protocol ByteSink: Sendable {
  /// Writes everything or throws; a closed pipe is an error like any other.
  func write(_ bytes: [UInt8]) throws
}

extension ByteSink {
  package func write(_ text: String) throws { try write(Array(text.utf8)) }

  package func writeLine(_ text: String) throws { try write(text + "\n") }
}

/// An open file descriptor that this process does not close.
package struct DescriptorSink: ByteSink {
  private let descriptor: Int32

  package init(descriptor: Int32) { self.descriptor = descriptor }

  package func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 {
        let code = errno
        if code == EINTR { continue }
        throw OutputError(
          reason: SystemError(code).description, readerIsGone: code == EPIPE)
      }
      rest = rest.dropFirst(written)
    }
  }
}

/// Output collected in memory.
package final class MemorySink: ByteSink {
  private let stored = Mutex<[UInt8]>([])

  package init() {}

  package func write(_ bytes: [UInt8]) { stored.withLock { $0 += bytes } }

  package var text: String { stored.withLock { String(decoding: $0, as: UTF8.self) } }
}

/// The result could not be written.
package struct OutputError: Error, CustomStringConvertible {
  package var reason: String
  /// Whoever read the pipe, such as `head`, wanted no more; nothing to tell anybody.
  package var readerIsGone: Bool

  package init(reason: String, readerIsGone: Bool = false) {
    self.reason = reason
    self.readerIsGone = readerIsGone
  }

  package var description: String { "cannot write the result: \(reason)" }
}

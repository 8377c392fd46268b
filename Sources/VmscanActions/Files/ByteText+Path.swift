import Glibc
import VmscanModel

extension ByteText {
  /// Hands the bytes to a system call; a name with a NUL byte is refused, not cut.
  func withPath<Result>(_ body: (UnsafePointer<CChar>) throws -> Result) throws -> Result {
    guard !bytes.contains(0) else { throw SystemError(code: EINVAL, attempt: "use", path: self) }
    return try (bytes + [0]).withUnsafeBufferPointer { buffer in
      try buffer.withMemoryRebound(to: CChar.self) { pointer in
        guard let base = pointer.baseAddress else {
          throw SystemError(code: EINVAL, attempt: "use", path: self)
        }
        return try body(base)
      }
    }
  }

  /// `self` followed by `suffix`, as one name.
  func appending(_ suffix: some StringProtocol) -> ByteText {
    ByteText(bytes: bytes + Array(suffix.utf8))
  }
}

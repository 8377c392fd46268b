import Glibc

/// A password, code, digest or key as it was read, which nothing prints, encodes or compares by
/// accident.
///
/// `description`, interpolation, `dump` and a mirror all show the same mask, whatever the length;
/// there is no `Codable` and no `Hashable`. The bytes are overwritten when the last copy goes.
package struct Secret: Sendable {
  private let box: Box

  package init(_ bytes: some Collection<UInt8>) { box = Box(bytes) }

  package var isEmpty: Bool { box.count == 0 }

  /// Hands over the bytes; they must not leave the closure but as a judgement.
  package func withBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(box.bytes)[..<box.count]))
  }

  package func equals(_ other: Secret) -> Bool {
    withBytes { one in other.withBytes { one.elementsEqual($0) } }
  }

  private final class Box: @unchecked Sendable {
    // Written once, before anybody else sees it, and wiped when nobody does any more.
    let bytes: UnsafeMutableRawBufferPointer
    let count: Int

    init(_ source: some Collection<UInt8>) {
      count = source.count
      bytes = .allocate(byteCount: max(source.count, 1), alignment: 1)
      bytes.copyBytes(from: source)
    }

    deinit {
      if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
      bytes.deallocate()
    }
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package static let mask = "••••••••"

  package var description: String { Self.mask }
  package var debugDescription: String { Self.mask }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}

import VmscanModel

/// Names of directory entries, packed one behind the other, each ended by a NUL.
struct NameArena: Sendable {
  private var bytes: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Keeps a name; its offset.
  mutating func append(_ name: Span<UInt8>) -> UInt32 {
    let offset = bytes.count
    name.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    bytes.append(0)
    return UInt32(truncatingIfNeeded: offset)
  }

  subscript(offset: UInt32, length: UInt16) -> ByteText {
    ByteText(bytes: bytes[Int(offset)..<Int(offset) + Int(length)])
  }

  /// Appends the bytes from a place of the name on to an arena.
  func append(
    _ offset: UInt32, _ length: UInt16, from start: UInt8, to arena: inout [UInt8]
  ) {
    arena.append(contentsOf: bytes[Int(offset) + Int(start)..<Int(offset) + Int(length)])
  }

  /// Hands over the name at an offset as a C string.
  func withName<Result: ~Copyable, Failure: Error>(
    at offset: UInt32, _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    func advance(_ base: UnsafeRawPointer) throws(Failure) -> Result {
      try body((base + Int(offset)).assumingMemoryBound(to: CChar.self))
    }
    precondition(Int(offset) < bytes.count)
    return try advance(bytes)
  }
}

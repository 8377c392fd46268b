/// Writes into room that a `Packer` has made, without asking for room with every value.
///
/// What it writes is what `Packer` would; to go beyond the room ends the program.
package struct PackCursor: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  @usableFromInline let room: Int
  @usableFromInline package var count = 0

  init(_ base: UnsafeMutableRawPointer, room: Int) {
    self.base = base
    self.room = room
  }

  @inlinable
  @inline(__always)
  package mutating func put(byte: UInt8) {
    precondition(count < room)
    base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  @inlinable
  @inline(__always)
  package mutating func put(_ number: Int64) {
    var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    while rest >= 0x80 {
      put(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    put(byte: UInt8(truncatingIfNeeded: rest))
  }

  /// Text with its length before it.
  package mutating func put(_ text: ByteText) { put(raw: text.bytes, 0..<text.bytes.count) }

  /// Some of the bytes with their number before them.
  package mutating func put(raw: [UInt8], _ range: Range<Int>) {
    put(Int64(range.count))
    precondition(range.upperBound <= raw.count && range.count <= room &- count)
    raw.withUnsafeBytes { source in
      guard let start = source.baseAddress, !range.isEmpty else { return }
      (base + count).copyMemory(from: start + range.lowerBound, byteCount: range.count)
    }
    count &+= range.count
  }
}

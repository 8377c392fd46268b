/// Writes into room that was made for all of it, without asking for room with every value.
///
/// What it writes is what `Packer` would; to go beyond the room ends the program.
package struct PackCursor: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  @usableFromInline let room: Int
  @usableFromInline package var count = 0

  package init(_ base: UnsafeMutableRawPointer, room: Int) {
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

  /// What `body` writes with its length before it, as `Packer.put(raw:)` would put the finished bytes.
  ///
  /// The length may take `lengthRoom` bytes.
  @inlinable
  package mutating func putWithLength(_ body: (inout PackCursor) throws -> Void) rethrows {
    let start = count
    precondition(room &- start >= Self.lengthRoom)
    count &+= 2
    try body(&self)
    let length = count &- start &- 2
    guard (0x40..<0x2000).contains(length) else {
      // Any other length has more or fewer bytes than the two that were kept for it.
      return moveBehindLength(length, from: start)
    }
    base.storeBytes(
      of: UInt8(truncatingIfNeeded: length << 1) | 0x80, toByteOffset: start, as: UInt8.self)
    base.storeBytes(
      of: UInt8(truncatingIfNeeded: length >> 6), toByteOffset: start &+ 1, as: UInt8.self)
  }

  /// The most bytes of a number.
  @inlinable package static var lengthRoom: Int { 10 }

  @usableFromInline
  mutating func moveBehindLength(_ length: Int, from start: Int) {
    let written = [UInt8](UnsafeRawBufferPointer(start: base + start + 2, count: length))
    count = start
    put(raw: written, 0..<length)
  }

  /// Text with its length before it.
  package mutating func put(_ text: ByteText) { put(raw: text.bytes, 0..<text.bytes.count) }

  /// Some of the bytes with their number before them.
  package mutating func put(raw: [UInt8], _ range: Range<Int>) {
    put(Int64(range.count))
    put(bytes: raw, range)
  }

  /// Some of the bytes, as they are.
  package mutating func put(bytes: [UInt8], _ range: Range<Int>) {
    precondition(range.upperBound <= bytes.count && range.count <= room &- count)
    bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress, !range.isEmpty else { return }
      (base + count).copyMemory(from: start + range.lowerBound, byteCount: range.count)
    }
    count &+= range.count
  }
}

/// Writes values as compact bytes: whole numbers as zigzag varints, text with its length before it.
///
/// A stored form only ever grows at its end, so that older rows stay readable; `Unpacker` then
/// finds the end where a later form goes on.
///
/// What is generic is specialised where it is called, as with `ByteText`.
package struct Packer: Sendable {
  package private(set) var bytes: [UInt8]

  /// Continues behind bytes that were packed before.
  package init(continuing bytes: [UInt8] = []) { self.bytes = bytes }

  /// Forgets what was written and keeps the memory.
  package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  @usableFromInline
  package mutating func put(byte: UInt8) { bytes.append(byte) }

  @usableFromInline
  package mutating func put(_ number: Int64) {
    var rest = UInt64(bitPattern: (number << 1) ^ (number >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  @usableFromInline
  package mutating func put(_ number: Int) { put(Int64(number)) }

  @usableFromInline
  package mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  package mutating func put(_ text: ByteText) { put(raw: text.bytes) }

  package mutating func put(_ text: String) {
    put(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  @usableFromInline
  package mutating func put(raw: [UInt8]) {
    put(raw.count)
    raw.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// What `body` writes, `most` bytes at most, with its length before it, as `put(raw:)` would put the
  /// finished bytes.
  package mutating func putWithLength(
    most: Int, _ body: (inout PackCursor) throws -> Void
  ) rethrows {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: most + 2))
    let count = try bytes.withUnsafeMutableBytes { all -> Int in
      guard let base = all.baseAddress else { return 0 }
      var cursor = PackCursor(base + start + 2, room: most)
      try body(&cursor)
      return cursor.count
    }
    bytes.removeLast(most - count)
    guard (0x40..<0x2000).contains(count) else {
      // Any other length has more or fewer bytes than the two that were kept for it.
      var length = Packer()
      length.put(count)
      bytes.replaceSubrange(start..<start + 2, with: length.bytes)
      return
    }
    bytes[start] = UInt8(truncatingIfNeeded: count << 1) | 0x80
    bytes[start + 1] = UInt8(truncatingIfNeeded: count >> 6)
  }

  package mutating func put(_ time: Timestamp) { put(time.epochSeconds) }

  @inlinable
  package mutating func put<Value>(optional value: Value?, _ body: (inout Packer, Value) -> Void) {
    put(value != nil)
    if let value { body(&self, value) }
  }

  package mutating func put(_ time: Timestamp?) { put(optional: time) { $0.put($1) } }

  @inlinable
  package mutating func put<Element>(
    list: some Collection<Element>, _ body: (inout Packer, Element) -> Void
  ) {
    put(list.count)
    for element in list { body(&self, element) }
  }
}

extension Packer {
  /// Copies bytes that were packed before.
  package mutating func put(packed other: [UInt8]) { bytes.append(contentsOf: other) }

  package mutating func put(packed other: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: other)
  }
}

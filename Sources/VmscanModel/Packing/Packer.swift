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

/// Reads what `Packer` wrote and refuses anything that does not fit, whatever the bytes.
package struct Unpacker: Sendable {
  private let bytes: [UInt8]
  private var at: Int
  /// What is being read, for the error.
  private let what: String

  /// Reads from a place in the bytes on; `what` is named in errors.
  package init(_ bytes: [UInt8], from start: Int = 0, of what: String) {
    self.bytes = bytes
    self.what = what
    at = start
  }

  /// Bytes that are left.
  @usableFromInline
  package var rest: Int { bytes.count - at }

  package var isAtEnd: Bool { at == bytes.count }

  @usableFromInline
  package var damage: DamagedValue { DamagedValue(what) }

  @usableFromInline
  package mutating func byte() throws -> UInt8 {
    guard at < bytes.count else { throw damage }
    defer { at += 1 }
    return bytes[at]
  }

  package mutating func number() throws -> Int64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw damage }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
    }
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  @usableFromInline
  package mutating func int() throws -> Int { Int(try number()) }

  package mutating func int32() throws -> Int32 {
    guard let value = Int32(exactly: try number()) else { throw damage }
    return value
  }

  @usableFromInline
  package mutating func flag() throws -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw damage
    }
  }

  package mutating func raw() throws -> [UInt8] {
    let count = try int()
    guard count >= 0, count <= bytes.count - at else { throw damage }
    defer { at += count }
    return Array(bytes[at..<at + count])
  }

  /// Reads a length and returns where what has it ends.
  package mutating func lengthAhead() throws -> Int {
    let count = try int()
    guard count >= 0, count <= bytes.count - at else { throw damage }
    return at + count
  }

  /// Passes over what a later release has added.
  package mutating func skip(to end: Int) throws {
    guard at <= end else { throw damage }
    at = end
  }

  package mutating func text() throws -> ByteText { ByteText(bytes: try raw()) }

  package mutating func string() throws -> String { String(decoding: try raw(), as: UTF8.self) }

  package mutating func time() throws -> Timestamp { Timestamp(try number()) }

  @inlinable
  package mutating func optional<Value>(_ body: (inout Unpacker) throws -> Value) throws -> Value? {
    try flag() ? try body(&self) : nil
  }

  /// How many elements a list has, for a loop of the caller's own: `list` is not specialised in other
  /// targets.
  package mutating func count() throws -> Int {
    let count = try int()
    // Every element takes a byte or more.
    guard count >= 0, count <= rest else { throw damage }
    return count
  }

  @inlinable
  package mutating func list<Element>(_ body: (inout Unpacker) throws -> Element) throws
    -> [Element]
  {
    let count = try count()
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }
}

/// Packed bytes do not hold the value they should.
package struct DamagedValue: Error, Equatable {
  package var what: String

  package init(_ what: String) { self.what = what }
}

extension UnsafeRawBufferPointer {
  /// Reads a whole number of `Packer` and moves behind it.
  func number(at: inout Int) -> Int {
    var number: UInt64 = 0
    var shift: UInt64 = 0
    while self[at] >= 0x80 {
      number |= UInt64(self[at] & 0x7F) << shift
      shift += 7
      at += 1
    }
    number |= UInt64(self[at]) << shift
    at += 1
    return Int(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
  }

  /// The place of bytes that have their length before them; moves behind them.
  func stretch(at: inout Int) -> Range<Int> {
    let count = number(at: &at)
    defer { at += count }
    return at..<at + count
  }
}

import VmscanModel

/// Reads what `Packer` wrote and refuses anything that does not fit, whatever the bytes.
struct Unpacker {
  private let bytes: [UInt8]
  private var at: Int
  /// What is being read, for the error.
  private let what: String

  init(_ bytes: [UInt8], of what: String) {
    self.bytes = bytes
    self.what = what
    at = bytes.startIndex
  }

  var isAtEnd: Bool { at == bytes.count }

  var damage: StoreError { .unreadableValue(what) }

  mutating func byte() throws -> UInt8 {
    guard at < bytes.count else { throw damage }
    defer { at += 1 }
    return bytes[at]
  }

  mutating func number() throws -> Int64 {
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

  mutating func int() throws -> Int { Int(try number()) }

  mutating func int32() throws -> Int32 {
    guard let value = Int32(exactly: try number()) else { throw damage }
    return value
  }

  mutating func flag() throws -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw damage
    }
  }

  mutating func raw() throws -> [UInt8] {
    let count = try int()
    guard count >= 0, count <= bytes.count - at else { throw damage }
    defer { at += count }
    return Array(bytes[at..<at + count])
  }

  /// Reads a length and tells where what has it ends.
  mutating func lengthAhead() throws -> Int {
    let count = try int()
    guard count >= 0, count <= bytes.count - at else { throw damage }
    return at + count
  }

  /// Passes over what a later release has added.
  mutating func skip(to end: Int) throws {
    guard at <= end else { throw damage }
    at = end
  }

  mutating func text() throws -> ByteText { ByteText(bytes: try raw()) }

  mutating func string() throws -> String { String(decoding: try raw(), as: UTF8.self) }

  mutating func time() throws -> Timestamp { Timestamp(try number()) }

  mutating func optional<Value>(_ body: (inout Unpacker) throws -> Value) throws -> Value? {
    try flag() ? try body(&self) : nil
  }

  mutating func list<Element>(_ body: (inout Unpacker) throws -> Element) throws -> [Element] {
    let count = try int()
    // Every element takes a byte or more.
    guard count >= 0, count <= bytes.count - at else { throw damage }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try body(&self)) }
    return elements
  }
}

import VmscanModel

/// What a fact tells; the numbers are stored.
enum FactKind: Int {
  case mailbox = 1
  case recipients = 2
  case context = 3
  case problem = 4
  case finding = 5
  /// Data lists and own domains.
  case meta = 6
}

/// Something a run knows: a key and a value that often stays the same from run to run.
struct Fact {
  var key: [UInt8]
  var value: [UInt8]
}

/// The facts of one kind that a run brings, in key order, each key once; made when asked for, so
/// that a large run does not hold them all.
protocol FactSource {
  var count: Int { get }
  func putKey(_ index: Int, into key: inout Packer)
  func putValue(_ index: Int, into value: inout Packer)
}

extension FactSource {
  func key(_ index: Int) -> [UInt8] {
    var packer = Packer()
    putKey(index, into: &packer)
    return packer.bytes
  }

  func value(_ index: Int) -> [UInt8] {
    var packer = Packer()
    putValue(index, into: &packer)
    return packer.bytes
  }
}

/// Few facts, made beforehand.
struct FactArray: FactSource {
  let facts: [Fact]

  var count: Int { facts.count }
  func putKey(_ index: Int, into key: inout Packer) { key.put(packed: facts[index].key) }
  func putValue(_ index: Int, into value: inout Packer) { value.put(packed: facts[index].value) }
}

/// A fact with what was noted when it came into being.
struct StoredFact {
  var key: [UInt8]
  var value: [UInt8]
  /// Since when it or its parts are known, in the kind's own form; often empty.
  var since: [UInt8]
}

/// Why a fact stopped; the numbers are stored.
enum FactEnding: Int {
  /// Another value of the same key followed.
  case replaced = 0
  /// It was looked for and is gone.
  case gone = 1
  /// It was not looked for.
  case withdrawn = 2
}

extension StoredFact {
  init(_ row: RawRow) {
    self.init(key: row.bytes(at: 0), value: row.bytes(at: 1), since: row.bytes(at: 2))
  }
}

extension [UInt8] {
  /// The order in which SQLite compares blobs: negative when these bytes come first.
  func order(to other: UnsafeRawBufferPointer) -> Int {
    withUnsafeBytes { ByteOrder.compare($0, other) }
  }

  func precedes(_ other: [UInt8]) -> Bool { other.withUnsafeBytes { order(to: $0) < 0 } }
}

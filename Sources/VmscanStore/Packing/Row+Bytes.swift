import FoundationEssentials
import GRDB
import VmscanModel

extension Row {
  /// A blob's bytes; empty for NULL.
  func bytes(at index: Int) throws -> [UInt8] {
    try withUnsafeData(atIndex: index) { $0.map { Array($0) } ?? [] }
  }

  func text(at index: Int) throws -> ByteText { ByteText(bytes: try bytes(at: index)) }

  func time(at index: Int) -> Timestamp { Timestamp(self[index]) }

  func optionalTime(at index: Int) -> Timestamp? {
    let seconds: Int64? = self[index]
    return seconds.map { Timestamp($0) }
  }
}

extension ByteText {
  var data: Data { Data(bytes) }

  /// Whether the database keeps it as text: UTF-8 without a zero byte, at which SQLite's functions
  /// would stop.
  var isDatabaseText: Bool {
    if bytes.allSatisfy({ $0 > 0 && $0 < 0x80 }) { return true }
    return !bytes.contains(0) && utf8String != nil
  }

  var databaseText: DatabaseValue {
    isDatabaseText ? String(decoding: bytes, as: UTF8.self).databaseValue : data.databaseValue
  }
}

extension [UInt8] {
  /// The order in which SQLite compares blobs: negative when these bytes come first.
  func order(to other: UnsafeRawBufferPointer) -> Int {
    withUnsafeBytes { ByteOrder.compare($0, other) }
  }

  func precedes(_ other: [UInt8]) -> Bool { other.withUnsafeBytes { order(to: $0) < 0 } }
}

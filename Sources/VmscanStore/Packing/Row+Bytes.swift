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

  /// Text where it is UTF-8 without a zero byte, which SQLite's functions would stop at; else bytes.
  var databaseText: DatabaseValue {
    guard !bytes.contains(0), let text = utf8String else { return data.databaseValue }
    return text.databaseValue
  }
}

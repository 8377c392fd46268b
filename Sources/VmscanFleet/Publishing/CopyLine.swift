import VmscanModel

/// Rows in the text form of `COPY`: tabs between values, `\N` for NULL, a newline at the end.
struct CopyLine {
  private(set) var bytes: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ values: [PublishedValue]) {
    for (place, value) in values.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: "\t")) }
      switch value {
      case .none: bytes += "\\N".utf8
      case .number(let number): bytes += String(number).utf8
      case .text(let text): append(text)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// The server stores no zero byte in a text: it is written as every output of vmscan writes it.
  private mutating func append(_ text: String) {
    for byte in text.utf8 {
      switch byte {
      case 0: bytes += "\\\\x00".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      default: bytes.append(byte)
      }
    }
  }
}

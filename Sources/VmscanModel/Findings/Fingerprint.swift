/// Identifies the same finding in different runs; 32 lower-case hexadecimal digits.
package struct Fingerprint: Hashable, Sendable {
  private enum Form: Hashable, Sendable {
    case digits(UInt64, UInt64)
    case text(String)
  }

  private var form: Form

  /// From its digits; other text is kept as it is and equals no digest.
  package init(_ text: String) {
    form = Self.digits(text).map { .digits($0, $1) } ?? .text(text)
  }

  /// From the first and second half of the digest, the first byte in the highest place.
  package init(_ high: UInt64, _ low: UInt64) { form = .digits(high, low) }

  /// The halves of the digest; `nil` for other text.
  package var digits: (high: UInt64, low: UInt64)? {
    guard case .digits(let high, let low) = form else { return nil }
    return (high, low)
  }

  private static func digits(_ text: String) -> (UInt64, UInt64)? {
    var halves: (UInt64, UInt64) = (0, 0)
    var count = 0
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case 0x30...0x39: value = byte - 0x30
      case 0x61...0x66: value = byte - 0x61 + 10
      default: return nil
      }
      halves = (halves.0 << 4 | halves.1 >> 60, halves.1 << 4 | UInt64(value))
      count += 1
    }
    return count == 32 ? halves : nil
  }
}

extension Fingerprint: Comparable {
  package static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    guard let one = left.digits, let other = right.digits else {
      return left.description < right.description
    }
    return one < other
  }
}

extension Fingerprint: CustomStringConvertible {
  package var description: String {
    switch form {
    case .text(let text): return text
    case .digits(let high, let low):
      return String(unsafeUninitializedCapacity: 32) { buffer in
        for place in 0..<32 {
          let half = place < 16 ? high : low
          let value = UInt8(truncatingIfNeeded: half >> (60 - UInt64(place % 16) * 4)) & 0xF
          buffer[place] = value < 10 ? 0x30 + value : 0x61 + value - 10
        }
        return 32
      }
    }
  }
}

extension Fingerprint: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A number of bytes on disk, as `st_size` counts them.
package struct ByteCount: Hashable, Comparable, Sendable, Codable {
  package var bytes: Int64

  package init(_ bytes: Int64) { self.bytes = bytes }

  package static let zero = ByteCount(0)

  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

  package static func + (left: ByteCount, right: ByteCount) -> ByteCount {
    ByteCount(left.bytes &+ right.bytes)
  }

  package static func += (left: inout ByteCount, right: ByteCount) { left = left + right }

  package init(from decoder: any Decoder) throws {
    bytes = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(bytes)
  }
}

extension ByteCount {
  private static let units: [(suffix: String, factor: Int64)] = [
    ("", 1), ("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30), ("t", 1 << 40),
  ]

  /// Reads `4096`, `10k`, `5M`, `2GiB` (binary multiples); `nil` for anything else, zero or a leading zero.
  package init?(parsing text: String) {
    let lower = text.lowercased()
    let digits = lower.prefix(while: \.isNumber)
    let suffix = lower.dropFirst(digits.count)
      .replacingSuffix("ib").replacingSuffix("b")
    guard let number = Int64(plain: digits), number > 0,
      let unit = Self.units.first(where: { $0.suffix == suffix })
    else { return nil }
    let product = number.multipliedReportingOverflow(by: unit.factor)
    guard !product.overflow else { return nil }
    self.init(product.partialValue)
  }
}

extension ByteCount: CustomStringConvertible {
  /// Binary multiples with one decimal below 10, such as `812 B`, `3.4 MiB`, `17 GiB`.
  package var description: String {
    guard bytes >= 1024 else { return "\(bytes) B" }
    var value = Double(bytes)
    var unit = "B"
    for next in ["KiB", "MiB", "GiB", "TiB", "PiB"] where value >= 1023.95 {
      value /= 1024
      unit = next
    }
    guard value < 9.95 else { return "\(Int(value.rounded())) \(unit)" }
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(unit)"
  }
}

extension StringProtocol {
  fileprivate func replacingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : String(self)
  }
}

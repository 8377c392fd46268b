import GRDB
import VmscanModel

/// What distinguishes the findings of a run, and the place in its list.
struct FindingKey {
  let fingerprint: Fingerprint
  /// Counts findings that have the same fingerprint.
  var occurrence: Int64 = 0
  let place: UInt32

  /// The digest of a fingerprint as 16 bytes, or its text.
  var value: RawStatement.Value {
    guard let (high, low) = fingerprint.digits else { return .word(fingerprint.description) }
    return .bytes(
      withUnsafeBytes(of: high.bigEndian) { Array($0) }
        + withUnsafeBytes(of: low.bigEndian) { Array($0) })
  }

  /// The keys of a list that is in report order, in the order of table `finding`: text comes first.
  static func all(of findings: FindingList) -> [FindingKey] {
    var keys = findings.indices.map {
      FindingKey(fingerprint: findings.header(at: $0).fingerprint, place: UInt32($0))
    }
    keys.sort { left, right in
      let order = left.order(to: right.fingerprint)
      return order < 0 || order == 0 && left.place < right.place
    }
    for index in keys.indices.dropFirst()
    where keys[index].fingerprint == keys[index - 1].fingerprint {
      keys[index].occurrence = keys[index - 1].occurrence + 1
    }
    return keys
  }

  private func order(to other: Fingerprint) -> Int {
    switch (fingerprint.digits, other.digits) {
    case (nil, nil):
      let (one, two) = (Array(fingerprint.description.utf8), Array(other.description.utf8))
      return one == two ? 0 : one.precedes(two) ? -1 : 1
    case (nil, _): return -1
    case (_, nil): return 1
    case (let one?, let two?): return one == two ? 0 : one < two ? -1 : 1
    }
  }

  /// Negative when the key comes before that of a row, which begins with fingerprint and occurrence.
  func order(to row: RawRow) -> Int {
    let digits = fingerprint.digits
    guard row.isText(at: 0) == (digits == nil) else { return digits == nil ? -1 : 1 }
    let order = row.withBytes(at: 0) { bytes in
      guard let (high, low) = digits, bytes.count == 16 else {
        return Array(fingerprint.description.utf8).order(to: bytes)
      }
      let stored = (
        UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      )
      return (high, low) == stored ? 0 : (high, low) < stored ? -1 : 1
    }
    guard order == 0 else { return order }
    return occurrence < row.number(at: 1) ? -1 : occurrence == row.number(at: 1) ? 0 : 1
  }
}

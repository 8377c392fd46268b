import Glibc
import VmscanOdbc

/// The columns of a row in one value, with a separator between them.
///
/// A driver takes as long for a short value as for a long one, so that nine of them cost three times
/// as much as one. Where a value has the separator in itself, the row has more than there should be.
enum JoinedRow {
  private static let separator: UInt8 = 0x1F

  /// The expression for PostgreSQL, from those of the columns.
  static func expression(of values: [String]) -> String {
    values.map { $0 == "NULL" ? "''" : "COALESCE(CAST(\($0) AS text), '')" }
      .joined(separator: " || chr(\(separator)) || ")
  }

  /// The values; `nil` when it is not certain where each begins and ends.
  static func fields(
    _ value: UnsafeBufferPointer<UInt8>, hasContext: Bool
  ) -> RowFields? {
    var rest = Slices(rest: value)
    guard let path = rest.next(), let number = rest.next(), let caller = rest.next(),
      let origtime = rest.next(), let duration = rest.next(), let length = rest.next(),
      let flag = rest.next(), let context = rest.next(), let messageID = rest.last()
    else { return nil }
    return RowFields(
      path: path, number: OdbcRows.number(number), callerID: caller,
      origtime: OdbcRows.number(origtime), duration: OdbcRows.number(duration),
      length: OdbcRows.number(length), flag: flag,
      isWithoutContext: hasContext && context.isEmpty, messageID: messageID)
  }

  private struct Slices {
    var rest: UnsafeBufferPointer<UInt8>

    /// What stands before the next separator.
    mutating func next() -> UnsafeBufferPointer<UInt8>? {
      guard let start = rest.baseAddress,
        let found = memchr(start, Int32(separator), rest.count)
      else { return nil }
      let length = UnsafeRawPointer(found) - UnsafeRawPointer(start)
      defer { rest = UnsafeBufferPointer(rebasing: rest[(length + 1)...]) }
      return UnsafeBufferPointer(rebasing: rest[..<length])
    }

    /// The rest, when no separator is in it.
    mutating func last() -> UnsafeBufferPointer<UInt8>? {
      let all = rest
      return next() == nil ? all : nil
    }
  }
}

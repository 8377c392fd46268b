import COdbc
package import VmscanModel

/// Buffers for many rows at once, one array for each column; used again for every fetch.
package final class OdbcRows {
  package enum Form: Sendable {
    /// Bytes as they are stored.
    case bytes(width: Int)
    /// Whatever the driver makes of the value in words.
    case text(width: Int)
    /// A number, in digits, whatever type the column has.
    case digits

    /// Bytes of its buffer.
    package var width: Int {
      switch self {
      case .bytes(let width), .text(let width): max(16, width)
      case .digits: 48
      }
    }

    fileprivate var type: Int16 {
      switch self {
      case .bytes: Int16(CODBC_BINARY)
      case .text, .digits: Int16(CODBC_CHAR)
      }
    }
  }

  private let forms: [Form]
  private let capacity: Int
  private let values: [UnsafeMutablePointer<UInt8>]
  private let lengths: [UnsafeMutablePointer<Int>]
  private let count: UnsafeMutablePointer<UInt>

  /// Takes the form of each column, in the order of the query.
  package init(_ forms: [Form], capacity: Int = 256) {
    self.forms = forms
    self.capacity = capacity
    values = forms.map { .allocate(capacity: $0.width * capacity) }
    lengths = forms.map { _ in .allocate(capacity: capacity) }
    count = .allocate(capacity: 1)
    count.initialize(to: 0)
  }

  deinit {
    for value in values { value.deallocate() }
    for length in lengths { length.deallocate() }
    count.deallocate()
  }

  /// Rows of the last fetch.
  package var fetched: Int { min(capacity, Int(clamping: count.pointee)) }

  /// The value of a column, cut where it is longer than its buffer; `nil` for NULL.
  package func value(_ column: Int, _ row: Int) -> UnsafeBufferPointer<UInt8>? {
    let length = lengths[column][row]
    guard length != Int(CODBC_NULL) else { return nil }
    let width = forms[column].width
    return UnsafeBufferPointer(
      start: values[column] + row * width, count: length < 0 ? width : min(length, width))
  }

  /// Whether the value was longer than its buffer.
  package func isCut(_ column: Int, _ row: Int) -> Bool {
    let length = lengths[column][row]
    return length != Int(CODBC_NULL) && (length < 0 || length > forms[column].width)
  }

  package func text(_ column: Int, _ row: Int) -> ByteText? {
    value(column, row).map { ByteText(bytes: Array($0)) }
  }

  /// A number as old schemas may keep it, in text; `nil` for NULL and what is none.
  package func number(_ column: Int, _ row: Int) -> Int64? {
    value(column, row).flatMap(Self.number)
  }

  /// The number that digits mean; `nil` for what is none.
  package static func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var index = 0
    while index < bytes.count, bytes[index] == 0x20 { index += 1 }
    let isNegative = index < bytes.count && bytes[index] == 0x2D
    if isNegative { index += 1 }
    var (number, digits): (Int64, Int) = (0, 0)
    while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39, digits < 18 {
      number = number &* 10 &+ Int64(bytes[index] & 0xF)
      (index, digits) = (index + 1, digits + 1)
    }
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0 { index += 1 }
    guard digits > 0, index == bytes.count else { return nil }
    return isNegative ? -number : number
  }

  func bind(to statement: codbc_handle?) -> Int16 {
    count.pointee = 0
    var result = codbc_set_statement(
      statement, Int32(CODBC_ATTRIBUTE_ROW_ARRAY_SIZE), codbc_number(UInt(capacity)), 0)
    if result >= 0, result <= 1 {
      result = codbc_set_statement(
        statement, Int32(CODBC_ATTRIBUTE_ROWS_FETCHED), UnsafeMutableRawPointer(count), 0)
    }
    for (index, form) in forms.enumerated() where result >= 0 && result <= 1 {
      result = codbc_bind_column(
        statement, UInt16(index + 1), form.type, values[index], form.width, lengths[index])
    }
    return result
  }
}

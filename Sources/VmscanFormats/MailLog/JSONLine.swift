/// Turns a line of `journalctl -o json` or of Docker's `json-file` driver into a syslog line.
package enum JSONLine {
  /// Appends the syslog line to `output`; `false` when the entry has no message or time.
  ///
  /// Only top-level fields count. A message that is no valid text is an array of byte values. Of a
  /// container's line the driver's time counts, which names its zone.
  package static func unwrap(
    _ bytes: Span<UInt8>, from: Int, to: Int, into output: inout [UInt8]
  ) -> Bool {
    var scanner = JSONScanner(position: from, end: to)
    var fields = Fields()
    guard scanner.skip(0x7B, bytes) else { return false }
    repeat {
      guard let key = scanner.string(bytes), scanner.skip(0x3A, bytes) else { return false }
      guard let value = scanner.value(bytes) else { return false }
      fields.take(key, value)
    } while scanner.skip(0x2C, bytes)
    return fields.writeEntry(to: &output) || fields.writeContainerLine(to: &output)
  }

  private struct Fields {
    var message: [UInt8]?
    var program: [UInt8] = []
    var host: [UInt8] = []
    var pid: [UInt8] = []
    var micros: [UInt8]?
    /// Docker's: the line as the program wrote it, and when.
    var log: [UInt8]?
    var time: [UInt8] = []

    mutating func take(_ key: [UInt8], _ value: [UInt8]) {
      if key.elementsEqual("MESSAGE".utf8) { message = value }
      if key.elementsEqual("SYSLOG_IDENTIFIER".utf8) { program = value }
      if key.elementsEqual("_HOSTNAME".utf8) { host = value }
      if key.elementsEqual("_PID".utf8) { pid = value }
      if key.elementsEqual("__REALTIME_TIMESTAMP".utf8) { micros = value }
      if key.elementsEqual("log".utf8) { log = value }
      if key.elementsEqual("time".utf8) { time = value }
    }

    func writeEntry(to output: inout [UInt8]) -> Bool {
      guard let message, let micros, micros.count > 6,
        micros.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
      else { return false }
      output.append(0x40)
      output += micros.dropLast(6)
      output.append(0x20)
      output += (host.isEmpty ? [0x2D] : host).map { $0 <= 0x20 ? 0x5F : $0 }
      output.append(0x20)
      output += program.map { $0 <= 0x20 ? 0x5F : $0 }
      output.append(0x5B)
      output += pid
      output += [0x5D, 0x3A, 0x20]
      output += Self.oneLine(message[...])
      return true
    }

    /// The driver's time before what the program wrote; a time of the program's own follows it, and
    /// `LogForms` takes one of the two.
    func writeContainerLine(to output: inout [UInt8]) -> Bool {
      guard let log, !time.isEmpty, time.allSatisfy({ $0 > 0x20 }) else { return false }
      output += time
      output.append(0x20)
      output += Self.oneLine(log.reversed().drop { $0 <= 0x20 }.reversed()[...])
      return true
    }

    private static func oneLine(_ text: ArraySlice<UInt8>) -> [UInt8] {
      text.map { $0 == 0x0A || $0 == 0 ? 0x20 : $0 }
    }
  }
}

/// Just enough JSON for journal entries: strings, numbers and flat arrays of bytes.
struct JSONScanner {
  var position: Int
  let end: Int
  /// Deeper nesting than this is no journal entry.
  private static let deepest = 8

  init(position: Int, end: Int) {
    self.position = position
    self.end = end
  }

  mutating func skip(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    blanks(bytes)
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func blanks(_ bytes: Span<UInt8>) {
    while position < end, bytes[position] <= 0x20 { position += 1 }
  }

  /// A value as bytes: a string's text, an array's numbers as bytes, anything else as written.
  mutating func value(_ bytes: Span<UInt8>, depth: Int = 0) -> [UInt8]? {
    blanks(bytes)
    guard position < end, depth < Self.deepest else { return nil }
    switch bytes[position] {
    case 0x22: return string(bytes)
    case 0x5B: return array(bytes, depth)
    case 0x7B: return object(bytes, depth)
    default:
      let start = position
      while position < end, ![0x2C, 0x5D, 0x7D].contains(bytes[position]) { position += 1 }
      return position == start ? nil : LogBytes.copy(start..<position, of: bytes)
    }
  }

  private mutating func array(_ bytes: Span<UInt8>, _ depth: Int) -> [UInt8]? {
    position += 1
    var result: [UInt8] = []
    if skip(0x5D, bytes) { return result }
    repeat {
      guard let item = value(bytes, depth: depth + 1) else { return nil }
      let digits = item.prefix { $0 >= 0x30 && $0 <= 0x39 }
      if let text = String(validating: digits, as: UTF8.self), let byte = UInt8(text) {
        result.append(byte)
      }
    } while skip(0x2C, bytes)
    return skip(0x5D, bytes) ? result : nil
  }

  private mutating func object(_ bytes: Span<UInt8>, _ depth: Int) -> [UInt8]? {
    position += 1
    if skip(0x7D, bytes) { return [] }
    repeat {
      guard string(bytes) != nil, skip(0x3A, bytes), value(bytes, depth: depth + 1) != nil else {
        return nil
      }
    } while skip(0x2C, bytes)
    return skip(0x7D, bytes) ? [] : nil
  }

  mutating func string(_ bytes: Span<UInt8>) -> [UInt8]? {
    guard skip(0x22, bytes) else { return nil }
    var result: [UInt8] = []
    while position < end {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x22: return result
      case 0x5C:
        guard escape(bytes, into: &result) else { return nil }
      default: result.append(byte)
      }
    }
    return nil
  }

  private mutating func escape(_ bytes: Span<UInt8>, into result: inout [UInt8]) -> Bool {
    guard position < end else { return false }
    let byte = bytes[position]
    position += 1
    switch byte {
    case 0x22, 0x5C, 0x2F: result.append(byte)
    case 0x6E: result.append(0x0A)
    case 0x74: result.append(0x09)
    case 0x72: result.append(0x0D)
    case 0x62: result.append(0x08)
    case 0x66: result.append(0x0C)
    case 0x75: return unicode(bytes, into: &result)
    default: return false
    }
    return true
  }

  private mutating func unicode(_ bytes: Span<UInt8>, into result: inout [UInt8]) -> Bool {
    guard var code = hex(bytes) else { return false }
    if (0xD800..<0xDC00).contains(code), LogBytes.has("\\u", in: bytes, at: position, to: end) {
      position += 2
      guard let low = hex(bytes), (0xDC00..<0xE000).contains(low) else { return false }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { return false }
    result += Array(String(Character(scalar)).utf8)
    return true
  }

  private mutating func hex(_ bytes: Span<UInt8>) -> UInt32? {
    guard position + 4 <= end,
      let text = String(
        validating: LogBytes.copy(position..<position + 4, of: bytes), as: UTF8.self),
      let code = UInt32(text, radix: 16)
    else { return nil }
    position += 4
    return code
  }
}

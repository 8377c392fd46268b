/// Turns one line of `journalctl -o json` into a syslog line with an `@EPOCH` time.
package enum JournalLine {
  /// Appends the syslog line to `output`; `false` when the entry has no message or time.
  ///
  /// Only top-level fields count. A message that is no valid text is an array of byte values.
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
    return fields.write(to: &output)
  }

  private struct Fields {
    var message: [UInt8]?
    var program: [UInt8] = []
    var host: [UInt8] = []
    var pid: [UInt8] = []
    var micros: [UInt8]?

    mutating func take(_ key: [UInt8], _ value: [UInt8]) {
      if key.elementsEqual("MESSAGE".utf8) { message = value }
      if key.elementsEqual("SYSLOG_IDENTIFIER".utf8) { program = value }
      if key.elementsEqual("_HOSTNAME".utf8) { host = value }
      if key.elementsEqual("_PID".utf8) { pid = value }
      if key.elementsEqual("__REALTIME_TIMESTAMP".utf8) { micros = value }
    }

    func write(to output: inout [UInt8]) -> Bool {
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
      output += message.map { $0 == 0x0A || $0 == 0 ? 0x20 : $0 }
      return true
    }
  }
}

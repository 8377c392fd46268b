/// The place in a configuration that gave a value.
package struct Origin: Hashable, Sendable, Codable {
  package var file: ByteText
  /// 1-based physical line, 0 for the file as a whole.
  package var line: Int

  package init(file: ByteText, line: Int) {
    self.file = file
    self.line = line
  }
}

extension Origin: CustomStringConvertible {
  package var description: String { line == 0 ? "\(file)" : "\(file):\(line)" }
}

/// A value with the place it comes from; no origin means Asterisk's built-in default.
package struct Setting<Value: Sendable>: Sendable {
  package var value: Value
  package var origin: Origin?

  package init(_ value: Value, origin: Origin? = nil) {
    self.value = value
    self.origin = origin
  }
}

extension Setting: Equatable where Value: Equatable {}
extension Setting: Hashable where Value: Hashable {}

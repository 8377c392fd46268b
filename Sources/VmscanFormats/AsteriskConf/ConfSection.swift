/// A `[section]` with its variables in effect order, inherited ones first.
package struct ConfSection: Sendable, Hashable {
  /// Bytes kept of a name (`struct ast_category`).
  package static let nameLimit = 79

  /// As spelled, blanks included, cut to 79 bytes.
  package var name: [UInt8]
  package var place: ConfPlace
  /// `[name](!)`: no consumer sees it.
  package var isTemplate = false
  package var variables = ConfVariables()
  /// Sections it inherits from, in order.
  package var bases: [[UInt8]] = []
  /// Headers `[name](+)` that went on with it.
  package var reopened: [ConfPlace] = []

  package func isNamed(_ other: StaticString) -> Bool {
    other.withUTF8Buffer { ConfBytes.equalsFolded(name, $0) }
  }

  package func isNamed(_ other: [UInt8]) -> Bool { ConfBytes.equalsFolded(name, other) }
}

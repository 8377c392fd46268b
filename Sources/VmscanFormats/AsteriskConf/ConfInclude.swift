/// A directive that brings other text in.
package struct ConfInclude: Sendable, Hashable {
  package enum Kind: String, Sendable { case include, tryInclude, exec }

  package var kind: Kind
  package var place: ConfPlace
  /// File name or pattern as written, quotes removed; for `exec` the command.
  package var argument: [UInt8]
  /// Indices into `LoadedConf.documents` of what was read for it.
  package var documents: [Int] = []

  /// Whether `glob` would expand it.
  package var isPattern: Bool {
    argument.contains { $0 == 0x2A || $0 == 0x3F || $0 == 0x5B || $0 == 0x7B }
  }
}

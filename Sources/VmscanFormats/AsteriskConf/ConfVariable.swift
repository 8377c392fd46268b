/// A place in one of the files of a load.
package struct ConfPlace: Sendable, Hashable {
  /// Index into `LoadedConf.documents`.
  package var document: Int32
  /// 1-based physical line.
  package var line: Int32
  /// Byte range within the line: for a variable its raw value, escapes and all, without the
  /// blanks around it; an empty value has an empty range where it would begin.
  package var lowerBound: Int32
  package var upperBound: Int32

  package init(document: Int, line: Int, range: Range<Int>) {
    self.document = Int32(truncatingIfNeeded: document)
    self.line = Int32(truncatingIfNeeded: line)
    lowerBound = Int32(truncatingIfNeeded: range.lowerBound)
    upperBound = Int32(truncatingIfNeeded: range.upperBound)
  }

  package var range: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}

/// A `name = value` as Asterisk has it in memory after a load.
package struct ConfVariable: Sendable, Hashable {
  package struct Traits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Written with `=>`.
    package static let object = Traits(rawValue: 1 << 0)
    /// The name was protected by a leading backslash.
    package static let escapedName = Traits(rawValue: 1 << 1)
    /// A `;` directly after other text cut the line.
    package static let gluedSemicolon = Traits(rawValue: 1 << 2)
    /// The value in the file is the value in memory, byte for byte.
    package static let verbatim = Traits(rawValue: 1 << 3)
    /// One or more `+=` lines were added to it.
    package static let appended = Traits(rawValue: 1 << 4)
  }

  package var name: [UInt8]
  package var value: [UInt8]
  /// The line that defines it; for an inherited one the line in the base section.
  package var place: ConfPlace
  package var traits: Traits
  /// Name of the section it was copied from, `nil` when it stands in its own section.
  package var inheritedFrom: [UInt8]?

  package init(
    name: [UInt8], value: [UInt8], place: ConfPlace, traits: Traits, inheritedFrom: [UInt8]?
  ) {
    self.name = name
    self.value = value
    self.place = place
    self.traits = traits
    self.inheritedFrom = inheritedFrom
  }

  /// Adds the text of a `+=` line with its leading blanks, then strips the whole.
  mutating func append(_ text: ArraySlice<UInt8>) {
    // In place, so that a thousand lines for one variable cost no more than their length.
    value += value.isEmpty ? text.drop(while: ConfBytes.isBlank) : text
    while let byte = value.last, ConfBytes.isBlank(byte) { value.removeLast() }
    traits.insert(.appended)
    traits.remove(.verbatim)
  }

  package func isNamed(_ other: [UInt8]) -> Bool { ConfBytes.equalsFolded(name, other) }

  package func isNamed(_ other: StaticString) -> Bool {
    other.withUTF8Buffer { ConfBytes.equalsFolded(name, $0) }
  }
}

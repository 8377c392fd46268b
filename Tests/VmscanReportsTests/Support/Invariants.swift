import Testing

/// Claims about every output.
enum Invariants {
  /// Fails on a character that could move a cursor, reorder or hide text.
  static func expectInert(
    _ text: String, allowing allowed: Set<Unicode.Scalar> = ["\n"],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let bad = text.unicodeScalars.filter { scalar in
      guard !allowed.contains(scalar) else { return false }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        return true
      default: return scalar.properties.isDefaultIgnorableCodePoint
      }
    }
    #expect(
      bad.isEmpty, "raw \(Set(bad.map { String($0.value, radix: 16) }))",
      sourceLocation: sourceLocation)
  }
}

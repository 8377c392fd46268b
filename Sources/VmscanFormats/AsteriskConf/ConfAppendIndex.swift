/// Finds a section's variables by name, for `+=` lines; grows with the section.
struct ConfAppendIndex {
  private var byName: [[UInt8]: [Int]] = [:]
  private var counted = 0

  /// Takes in the variables that came since the last call.
  mutating func update(from variables: ConfVariables) {
    for position in counted..<max(counted, variables.count) {
      byName[ConfBytes.folded(variables[position].name), default: []].append(position)
    }
    counted = variables.count
  }

  /// Positions of all variables of a name, compared without case, in order.
  func positions(named name: some Sequence<UInt8>) -> [Int] {
    byName[ConfBytes.folded(name)] ?? []
  }
}

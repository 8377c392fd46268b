/// A directory of the quarantine that holds what one lock hold took from one folder.
package struct QuarantinePlace: Sendable, Hashable, Codable {
  package var run: String
  /// Counts the writes of intents within the run, from 1.
  package var group: Int
  /// Counts the folders within the group, from 1.
  package var slot: Int

  package init(run: String, group: Int, slot: Int) {
    self.run = run
    self.group = group
    self.slot = slot
  }

  /// Letters, digits, `-` and `_`, so that it can be one path component.
  package static func isUsable(run: String) -> Bool {
    !run.isEmpty && run.utf8.count <= 100
      && run.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }
}

extension QuarantinePlace: CustomStringConvertible {
  /// `RUN/GROUP/SLOT`, the path below the quarantine.
  package var description: String { "\(run)/\(group)/\(slot)" }

  package init?(parsing text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, Self.isUsable(run: String(parts[0])), let group = Int(parts[1]),
      let slot = Int(parts[2]), group > 0, slot > 0
    else { return nil }
    self.init(run: String(parts[0]), group: group, slot: slot)
  }
}

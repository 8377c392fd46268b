/// An SQL statement, and the one that takes it back.
package struct ReversibleStatement: Sendable, Hashable, Codable {
  package var text: String
  package var undo: String

  package init(text: String, undo: String) {
    self.text = text
    self.undo = undo
  }
}

/// Facts about one thing, each with the place that gives it; what `vmscan explain` prints.
package struct FactSheet: Sendable, Hashable {
  package var title: String
  package var sections: [FactSection]

  package init(title: String, sections: [FactSection]) {
    self.title = title
    self.sections = sections
  }
}

/// A titled group of facts.
package struct FactSection: Sendable, Hashable {
  package var title: String
  package var rows: [Fact]

  package init(title: String, rows: [Fact]) {
    self.title = title
    self.rows = rows
  }
}

/// One fact: what, which value, from where.
package struct Fact: Sendable, Hashable {
  package var label: String
  package var value: String
  /// `file:line`, `Asterisk default`, `history, run 12`; empty when the value says it.
  package var origin: String

  package init(label: String, value: String, origin: String = "") {
    self.label = label
    self.value = value
    self.origin = origin
  }
}

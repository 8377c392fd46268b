/// Facts about one thing, each with the place that gives it; what `vmscan explain` prints.
package struct FactSheet: Sendable, Hashable {
  package var title: Sentence
  package var sections: [FactSection]

  package init(title: Sentence, sections: [FactSection]) {
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
  package var label: Sentence
  package var value: Sentence
  /// `file:line`, `Asterisk default`, `history, run 12`; empty when the value says it.
  package var origin: Sentence

  package init(label: Sentence, value: Sentence, origin: Sentence = "") {
    self.label = label
    self.value = value
    self.origin = origin
  }
}

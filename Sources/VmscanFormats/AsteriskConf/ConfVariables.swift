/// A section's variables in effect order.
///
/// Those of the first section it inherits from are kept once for all that inherit from it: a template
/// of twenty lines and twenty thousand telephones make no four hundred thousand copies.
package struct ConfVariables: Sendable {
  private var inherited: [ConfVariable] = []
  private var own: [ConfVariable] = []

  package init() {}

  package init(_ variables: [ConfVariable]) { own = variables }

  package mutating func append(_ variable: ConfVariable) { own.append(variable) }

  /// Adds what is inherited from a section; shared when it is the first of all.
  mutating func inherit(_ variables: [ConfVariable]) {
    if isEmpty { inherited = variables } else { own += variables }
  }

  mutating func append(contentsOf others: ConfVariables) {
    if isEmpty { self = others } else { own += others }
  }
}

extension ConfVariables: RandomAccessCollection, MutableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { inherited.count + own.count }

  package subscript(position: Int) -> ConfVariable {
    get {
      position < inherited.count ? inherited[position] : own[position - inherited.count]
    }
    _modify {
      if position < inherited.count {
        yield &inherited[position]
      } else {
        yield &own[position - inherited.count]
      }
    }
  }
}

extension ConfVariables: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: ConfVariable...) { self.init(elements) }
}

extension ConfVariables: Hashable {
  package static func == (left: ConfVariables, right: ConfVariables) -> Bool {
    left.elementsEqual(right)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for variable in self { hasher.combine(variable) }
  }
}

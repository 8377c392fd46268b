/// A short list of PINs whose order means something; one string literal.
package struct PINLines: Sendable {
  package let text: StaticString

  package init(_ text: StaticString) { self.text = text }

  /// The PINs in order.
  package var lines: [Substring] { text.description.split(separator: "\n") }

  /// Place of every PIN among those of its length, from 1.
  package var ranks: [[UInt8]: Int] {
    var places: [Int: Int] = [:]
    var ranks: [[UInt8]: Int] = [:]
    for line in lines {
      places[line.utf8.count, default: 0] += 1
      ranks[Array(line.utf8)] = places[line.utf8.count]
    }
    return ranks
  }
}

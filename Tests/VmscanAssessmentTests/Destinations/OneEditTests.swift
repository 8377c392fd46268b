import Testing

@testable import VmscanAssessment

struct OneEditTests {
  @Test func `agrees with the full distance on every pair of short words`() {
    var words: [[Character]] = [[]]
    var longest: [[Character]] = [[]]
    for _ in 1...4 {
      longest = longest.flatMap { word in "abc".map { word + [$0] } }
      words += longest
    }
    for left in words {
      for right in words {
        if isOneEdit(left, right) != (Self.distance(left, right) == 1) {
          Issue.record("\(String(left)) \(String(right))")
        }
      }
    }
  }

  /// Optimal string alignment, the textbook table.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var table = (0...left.count).map { row in
      (0...right.count).map { column in row == 0 ? column : column == 0 ? row : 0 }
    }
    for row in left.indices.map({ $0 + 1 }) {
      for column in right.indices.map({ $0 + 1 }) {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        var best = min(
          table[row - 1][column] + 1, table[row][column - 1] + 1,
          table[row - 1][column - 1] + cost)
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          best = min(best, table[row - 2][column - 2] + 1)
        }
        table[row][column] = best
      }
    }
    return table[left.count][right.count]
  }
}

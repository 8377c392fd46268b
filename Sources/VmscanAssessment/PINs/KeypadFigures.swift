/// Figures a finger draws on the keys of a telephone.
enum KeypadFigures {
  /// Whether the PIN is made of straight lines throughout, or walks around one closed figure.
  static func contains(_ digits: [UInt8]) -> Bool {
    if digits.count >= 3, isLines(digits[...]) { return true }
    return digits.count >= 4 && loops.contains { isWalk(digits, around: $0) }
  }

  /// Rows, columns and diagonals, and the columns that end on the bottom row; 1470 and 3690 turn
  /// at the edge but belong to the habit (`2580` is the best known).
  private static let lines: [[UInt8]] = {
    let figures: [[UInt8]] = [
      [1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 4, 7], [2, 5, 8], [3, 6, 9], [1, 5, 9], [3, 5, 7],
      [5, 8, 0], [2, 5, 8, 0], [1, 4, 7, 0], [3, 6, 9, 0],
    ]
    return figures + figures.map { $0.reversed() }
  }()

  /// The edge, the four corners, the cross, and the four small squares, each in walking order.
  private static let loops: [[UInt8]] = [
    [1, 2, 3, 6, 9, 8, 7, 4], [1, 3, 9, 7], [2, 6, 8, 4],
    [1, 2, 5, 4], [2, 3, 6, 5], [4, 5, 8, 7], [5, 6, 9, 8],
  ]

  private static func isLines(_ digits: ArraySlice<UInt8>) -> Bool {
    if digits.isEmpty { return true }
    return lines.contains { line in
      digits.starts(with: line) && isLines(digits.dropFirst(line.count))
    }
  }

  private static func isWalk(_ digits: [UInt8], around loop: [UInt8]) -> Bool {
    guard let start = digits.first.flatMap(loop.firstIndex(of:)) else { return false }
    return [1, loop.count - 1].contains { step in
      var place = start
      return digits.dropFirst().allSatisfy { digit in
        place = (place + step) % loop.count
        return loop[place] == digit
      }
    }
  }
}

/// Finds the word that was probably meant by a misspelt one.
enum Nearest {
  /// The closest of `words`; `nil` when none is close, or when two are equally close.
  ///
  /// Close is a distance of a third of the letters, or a beginning of at least three of them.
  static func word(to typed: String, among words: some Sequence<String>) -> String? {
    let wanted = typed.lowercased()
    guard wanted.utf8.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    var isTied = false
    for word in Set(words) {
      let distance = distance(wanted, word.lowercased())
      guard distance <= max(1, max(wanted.count, word.count) / 3) else { continue }
      if let found = best, found.distance <= distance {
        isTied = isTied || found.distance == distance
        continue
      }
      best = (word, distance)
      isTied = false
    }
    if let best, !isTied { return best.word }
    let begun = Set(words).filter { wanted.count >= 3 && $0.lowercased().hasPrefix(wanted) }
    return begun.count == 1 ? begun.first : nil
  }

  /// Letters that are missing, too many, wrong or swapped with their neighbour.
  static func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var before: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var next = [row + 1]
      for column in right.indices {
        let isSame = left[row] == right[column]
        var least = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      before = last
      last = next
    }
    return last[right.count]
  }
}

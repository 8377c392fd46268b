/// Finds the name that a mistyped one was meant to be.
package enum NearName {
  /// The nearest of some names, compared without case; `nil` when none is near enough.
  ///
  /// Near is one slip in four letters, at most three slips; of equals the first counts.
  package static func nearest(to name: ByteText, among names: some Sequence<ByteText>) -> ByteText?
  {
    let wanted = name.lowercased.bytes
    let limit = min(3, max(1, wanted.count / 4))
    var best: (name: ByteText, slips: Int)?
    for candidate in names where abs(candidate.count - wanted.count) <= limit {
      let slips = distance(wanted, candidate.lowercased.bytes)
      guard slips > 0, slips <= limit, slips < best?.slips ?? .max else { continue }
      best = (candidate, slips)
    }
    return best?.name
  }

  /// Letters to insert, drop, change or swap with their neighbour.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var (before, last) = ([Int](), Array(0...right.count))
    for (row, byte) in left.enumerated() {
      var line = [row + 1]
      for (column, other) in right.enumerated() {
        var slips = min(
          line[column] + 1, last[column + 1] + 1, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          slips = min(slips, before[column - 1] + 1)
        }
        line.append(slips)
      }
      (before, last) = (last, line)
    }
    return last[right.count]
  }
}

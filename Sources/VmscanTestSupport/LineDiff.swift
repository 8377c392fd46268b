/// A unified difference of two texts by lines.
package enum LineDiff {
  /// Lines with ` `, `-` or `+` in front, three lines of context around each change.
  package static func unified(from old: String, to new: String, name: String) -> String {
    let oldLines = old.split(separator: "\n", omittingEmptySubsequences: false)
    let newLines = new.split(separator: "\n", omittingEmptySubsequences: false)
    let change = newLines.difference(from: oldLines)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for step in change {
      switch step {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    return
      (["--- \(name) (stored)", "+++ \(name) (now)"]
      + hunks(of: merged(oldLines, newLines, removed: removed, inserted: inserted)))
      .joined(separator: "\n")
  }

  private typealias Line = (mark: Character, text: Substring, number: Int)

  private static func merged(
    _ old: [Substring], _ new: [Substring], removed: Set<Int>, inserted: Set<Int>
  ) -> [Line] {
    var lines: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(("-", old[left], left + 1))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        lines.append(("+", new[right], left + 1))
        right += 1
      } else {
        lines.append((" ", old[left], left + 1))
        left += 1
        right += 1
      }
    }
    return lines
  }

  private static func hunks(of lines: [Line]) -> [String] {
    var output: [String] = []
    var last = -1
    for index in lines.indices {
      let near = lines[max(0, index - 3)..<min(lines.count, index + 4)]
      guard near.contains(where: { $0.mark != " " }) else { continue }
      if last != index - 1 || last < 0 { output.append("@@ line \(lines[index].number) @@") }
      output.append("\(lines[index].mark)\(lines[index].text)")
      last = index
    }
    return output
  }
}

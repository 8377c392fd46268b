/// The comment loop over one buffer per line, moving text as the C code does.
enum BufferCommentMachine {
  static func liveLines(of text: [UInt8]) -> [[UInt8]] {
    var depth = 0
    return text.split(separator: 0x0A, omittingEmptySubsequences: false).compactMap { line in
      live(Array(line), &depth)
    }
  }

  private static func live(_ line: [UInt8], _ depth: inout Int) -> [UInt8]? {
    var buffer = line + [0, 0, 0, 0]
    var start: Int? = depth == 0 ? 0 : nil
    var current = 0
    func length(from index: Int) -> Int {
      (buffer[index...].firstIndex(of: 0) ?? buffer.count) - index
    }
    func move(from: Int, to: Int) {
      let tail = Array(buffer[from..<from + length(from: from)]) + [0]
      buffer.replaceSubrange(to..<to + tail.count, with: tail)
    }
    while let mark = buffer[current..<current + length(from: current)].firstIndex(of: 0x3B) {
      if mark > current, buffer[mark - 1] == 0x5C {
        current = mark
        move(from: mark, to: mark - 1)
      } else if buffer[mark + 1] == 0x2D, buffer[mark + 2] == 0x2D, buffer[mark + 3] != 0x2D {
        buffer[mark] = 0
        current = mark + 3
        depth += 1
      } else if mark >= current + 2, buffer[mark - 1] == 0x2D, buffer[mark - 2] == 0x2D {
        depth -= 1
        current = mark + 1
        if depth == 0 {
          if let begin = start {
            let end = begin + length(from: begin)
            move(from: current, to: end)
            current = end
          } else {
            start = current
          }
        }
      } else if depth == 0 {
        buffer[mark] = 0
        current = mark
      } else {
        current = mark + 1
      }
    }
    guard let begin = start else { return nil }
    let text = buffer[begin..<begin + length(from: begin)]
    guard let first = text.firstIndex(where: { $0 > 32 }),
      let last = text.lastIndex(where: { $0 > 32 })
    else { return nil }
    return Array(text[first...last])
  }
}

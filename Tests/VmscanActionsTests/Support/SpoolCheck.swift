import Testing
import VmscanModel

/// What must be true of a spool after anything, however it ended.
struct SpoolCheck {
  let spool: TestSpool
  /// Every message that ever was, with its suffixes.
  let messages: [String: Set<String>]

  /// Each message whole in exactly one place, beside nothing foreign, folders dense, no locks.
  func verify(folders: [String], mayHaveGaps: Bool = false, _ note: Comment) {
    var seen: [String: Int] = [:]
    for path in folders {
      let contents = spool.contents(path)
      if !mayHaveGaps {
        #expect(contents.keys.sorted() == (0..<Int32(contents.count)).map { $0 }, note)
      }
      collect(contents, path, &seen, note)
      // Temporary names may stay behind, and a lock file that nobody holds; Asterisk ignores both.
      let others = TestSpool.names(path).filter {
        !$0.hasPrefix("msg") && !$0.hasPrefix(".lock-") && $0 != "lock"
      }
      #expect(others == [], note)
    }
    for path in spool.quarantinePlaces() { collect(spool.contents(path), path, &seen, note) }
    for id in messages.keys { #expect(seen[id] == 1, "\(id): \(note)") }
  }

  private func collect(
    _ contents: [Int32: [String: String]], _ path: String, _ seen: inout [String: Int],
    _ note: Comment
  ) {
    for (number, files) in contents {
      let owners = Set(files.values)
      #expect(owners.count == 1, "\(path) \(number) mixes \(files): \(note)")
      for owner in owners {
        seen[owner, default: 0] += 1
        #expect(Set(files.keys) == messages[owner], "\(path) \(number): \(note)")
      }
    }
  }
}

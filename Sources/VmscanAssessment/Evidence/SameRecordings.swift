import VmscanModel

/// The messages of one directory that are copies of one recording.
///
/// A web panel copies files from folder to folder and leaves the envelope as it is, some rewrite the
/// message's id. A recording is known again by its start, its caller and the mailbox it was left
/// for, and by its id or else by its length and size.
struct SameRecordings {
  /// Bytes by which the envelopes of copies may differ.
  private static let envelopeSlack: Int64 = 64

  /// The first place of each message's recording; empty when no two are the same.
  private var firsts: [Int: Int] = [:]

  init(in directory: SpoolMailbox) {
    var places: [Int64: Int] = [:]
    var groups: [Int64: [Int]] = [:]
    for index in directory.messages.indices {
      guard let start = directory.messages[index].origtime?.epochSeconds else { continue }
      if let first = places[start] {
        groups[start, default: [first]].append(index)
      } else {
        places[start] = index
      }
    }
    for group in groups.values {
      for (place, index) in group.enumerated().dropFirst() {
        if let first = group[..<place].first(where: { Self.isSame($0, index, in: directory) }) {
          firsts[index] = firsts[first] ?? first
          firsts[first] = firsts[first] ?? first
        }
      }
    }
  }

  func first(of index: Int) -> Int { firsts[index] ?? index }

  func isShared(_ index: Int) -> Bool { firsts[index] != nil }

  private static func isSame(_ left: Int, _ right: Int, in directory: SpoolMailbox) -> Bool {
    let (one, other) = (directory.messages[left], directory.messages[right])
    guard directory.string(one.callerID) == directory.string(other.callerID),
      directory.string(one.origMailbox) == directory.string(other.origMailbox)
    else { return false }
    let id = directory.string(one.messageID)
    if !id.isEmpty, id == directory.string(other.messageID) { return true }
    // Two calls of one second in one folder are two messages.
    return one.folder != other.folder && one.duration == other.duration
      && abs(one.bytes - other.bytes) <= envelopeSlack
  }
}

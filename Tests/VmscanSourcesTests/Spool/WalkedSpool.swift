import Testing
import VmscanModel
import VmscanSources
import VmscanTestSupport

/// All mailboxes of a walk, sorted, for looking into.
struct WalkedSpool {
  static let now = Timestamp(1_795_390_000)
  var mailboxes: [SpoolMailbox]
  var summary: SpoolSummary

  init(
    _ root: ByteText, lockMode: AsteriskSettings.LockMode = .lockfile, threads: Int? = nil
  ) {
    let walker = SpoolWalker(root: root, now: Self.now, lockMode: lockMode, threads: threads)
    let walk = walker.walk(into: { [SpoolMailbox]() }) { boxes, box in boxes.append(box) }
    mailboxes = walk.accumulators.flatMap(\.self).sorted { $0.id < $1.id }
    summary = walk.summary
  }

  subscript(id: String) -> SpoolMailbox? { mailboxes.first { $0.id.description == id } }

  /// The only mailbox.
  func only() throws -> SpoolMailbox {
    #expect(mailboxes.count == 1)
    return try #require(mailboxes.first)
  }
}

extension SpoolMailbox {
  func folder(_ folder: Folder) -> SpoolFolder? { folders.first { $0.folder == folder } }

  func message(_ number: Int32, in folder: Folder = .inbox) -> MessageRecord? {
    messages.first { $0.number == number && $0.folder == folder }
  }

  /// Problems of a message that do not come from the file system the test runs on.
  func problems(_ number: Int32, in folder: Folder = .inbox) -> [String]? {
    message(number, in: folder).map { $0.problems.subtracting(.worldReadableAudio).names }
  }

  /// Everything about the mailbox that a second reading must find again, as text.
  var summary: String {
    let rows = messages.map { message in
      let texts = [message.messageID, message.callerID, message.origMailbox].map { string($0) }
      let words: [any CustomStringConvertible] = [
        message.folder, message.number, message.problems.names, message.marks.rawValue,
        message.origtime.map(\.epochSeconds) ?? -1, message.duration ?? -1, message.bytes,
        message.fileCount, texts,
      ]
      return words.map(\.description).joined(separator: " ")
    }
    let lines = folders.map { folder in
      "\(folder.folder) \(folder.countedByAsterisk) \(folder.shownByAsterisk) "
        + "\(folder.highestNumber) \(folder.problems.rawValue) \(folder.strayNames) \(folder.lock)"
    }
    return (["\(id) \(greetings.rawValue) \(unknownEntries) \(problems)"] + lines + rows)
      .joined(separator: "\n")
  }
}

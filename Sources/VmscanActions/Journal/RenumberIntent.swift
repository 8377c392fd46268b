package import VmscanModel

/// The intent to give the messages of a folder that stay new numbers.
///
/// Lists the inodes of each message, so that recovery can put its files together again even when
/// they were left under two numbers.
package struct RenumberIntent: Sendable, Hashable {
  package var mailbox: MailboxID
  package var folder: Folder
  package var moves: [FolderBatch.Move]

  package init(mailbox: MailboxID, folder: Folder, moves: [FolderBatch.Move]) {
    self.mailbox = mailbox
    self.folder = folder
    self.moves = moves
  }

  package var subject: String { "\(mailbox)/\(folder)" }

  package var detail: [String: String] {
    [
      "context": "\(mailbox.context)", "mailbox": "\(mailbox.mailbox)", "folder": folder.name,
      "moves": moves.map(\.journalText).joined(separator: "\n"),
    ]
  }

  /// Reads `detail` back; `nil` when a fact is missing or damaged.
  package init?(detail: [String: String]) {
    guard let context = detail["context"], let box = detail["mailbox"],
      let folder = detail["folder"].flatMap({ Folder(directoryName: $0.utf8) }),
      let list = detail["moves"]
    else { return nil }
    let lines = list.split(separator: "\n")
    let moves = lines.compactMap { FolderBatch.Move(journalText: $0) }
    guard moves.count == lines.count else { return nil }
    self.init(
      mailbox: MailboxID(
        context: ByteText(unescaping: context), mailbox: ByteText(unescaping: box)),
      folder: folder, moves: moves)
  }
}

extension FolderBatch.Move {
  /// `3>2|.txt 2049 …|.wav 2049 …`, one line.
  fileprivate var journalText: String {
    (["\(from)>\(to)"] + files.map(\.description)).joined(separator: "|")
  }

  fileprivate init?(journalText: Substring) {
    let parts = journalText.split(separator: "|")
    let numbers = (parts.first ?? "").split(separator: ">")
    guard numbers.count == 2, let from = Int32(numbers[0]), let to = Int32(numbers[1]) else {
      return nil
    }
    let files = parts.dropFirst().compactMap { PlannedFile(parsing: $0) }
    guard files.count == parts.count - 1 else { return nil }
    self.init(from: from, to: to, files: files)
  }
}

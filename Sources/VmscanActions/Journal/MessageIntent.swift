package import VmscanModel

/// The intent to move one message between a folder and the quarantine, as the journal keeps it.
///
/// Holds everything that recovery needs to find each file again: place, names and inodes.
package struct MessageIntent: Sendable, Hashable {
  package var mailbox: MailboxID
  package var folder: Folder
  package var number: Int32
  package var place: QuarantinePlace
  package var files: [PlannedFile]
  /// The quarantine is on another file system, so it holds copies and not the files themselves.
  package var isCopy: Bool

  package init(
    mailbox: MailboxID, folder: Folder, number: Int32, place: QuarantinePlace,
    files: [PlannedFile], isCopy: Bool
  ) {
    self.mailbox = mailbox
    self.folder = folder
    self.number = number
    self.place = place
    self.files = files
    self.isCopy = isCopy
  }

  package var subject: String { "\(mailbox)/\(folder)/\(MessageNumber.stem(number))" }

  package var detail: [String: String] {
    [
      "context": "\(mailbox.context)", "mailbox": "\(mailbox.mailbox)", "folder": folder.name,
      "number": "\(number)", "quarantine": place.description, "copy": isCopy ? "yes" : "no",
      "files": files.map(\.description).joined(separator: "\n"),
      "bytes": "\(files.reduce(0) { $0 + $1.identity.size })",
    ]
  }

  /// Reads `detail` back; `nil` when a fact is missing or damaged.
  package init?(detail: [String: String]) {
    guard let context = detail["context"], let box = detail["mailbox"],
      let folder = detail["folder"].flatMap({ Folder(directoryName: $0.utf8) }),
      let number = detail["number"].flatMap({ Int32($0) }),
      let place = detail["quarantine"].flatMap({ QuarantinePlace(parsing: $0) }),
      let list = detail["files"]
    else { return nil }
    let lines = list.split(separator: "\n")
    let files = lines.compactMap { PlannedFile(parsing: $0) }
    guard files.count == lines.count, !files.isEmpty else { return nil }
    self.init(
      mailbox: MailboxID(
        context: ByteText(unescaping: context), mailbox: ByteText(unescaping: box)),
      folder: folder, number: number, place: place, files: files, isCopy: detail["copy"] == "yes")
  }
}

extension MessageIntent {
  /// What the journal says of a planned message beside its files.
  static func facts(of message: PlannedMessage, planDigest: String) -> [String: String] {
    var facts = [
      "reason": message.reason, "evidence": message.grade.rawValue,
      "messageID": "\(message.messageID)", "planDigest": planDigest,
    ]
    if let origtime = message.origtime { facts["origtime"] = "\(origtime.epochSeconds)" }
    if let duration = message.duration { facts["duration"] = "\(duration)" }
    return facts
  }
}

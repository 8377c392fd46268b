/// What a plan means to remove from one message folder.
package struct PlannedFolder: Sendable, Hashable, Codable {
  package var mailbox: MailboxID
  package var folder: Folder
  /// Device of the folder directory.
  package var device: UInt64
  package var inode: UInt64
  /// Envelopes in the folder when it was planned.
  package var existing: Int
  /// Sorted by number.
  package var messages: [PlannedMessage]

  package init(
    mailbox: MailboxID, folder: Folder, device: UInt64, inode: UInt64, existing: Int,
    messages: [PlannedMessage]
  ) {
    self.mailbox = mailbox
    self.folder = folder
    self.device = device
    self.inode = inode
    self.existing = existing
    self.messages = messages
  }

  /// `1001@default/INBOX`, the subject of journal records.
  package var subject: String { "\(mailbox)/\(folder)" }

  /// `1001@default/INBOX/msg0003`.
  package func subject(number: Int32) -> String { "\(subject)/\(MessageNumber.stem(number))" }
}

extension PlannedFolder: Comparable {
  package static func < (left: PlannedFolder, right: PlannedFolder) -> Bool {
    left.mailbox == right.mailbox ? left.folder < right.folder : left.mailbox < right.mailbox
  }
}

/// One message that is to be removed, with everything that distinguishes it from another.
package struct PlannedMessage: Sendable, Hashable, Codable {
  /// NNNN of the file name, 0-based, when it was planned; a hint, the files' identity decides.
  package var number: Int32
  package var messageID: ByteText
  package var origtime: Timestamp?
  /// Seconds of audio.
  package var duration: Int32?
  package var grade: EmailGrade
  package var reason: String
  /// Sorted by suffix.
  package var files: [PlannedFile]

  package init(
    number: Int32, messageID: ByteText, origtime: Timestamp?, duration: Int32?,
    grade: EmailGrade, reason: String, files: [PlannedFile]
  ) {
    self.number = number
    self.messageID = messageID
    self.origtime = origtime
    self.duration = duration
    self.grade = grade
    self.reason = reason
    self.files = files
  }

  package var bytes: ByteCount {
    files.reduce(.zero) { $0 + ByteCount($1.identity.size) }
  }
}

/// How Asterisk writes a message number into a file name.
package enum MessageNumber {
  /// Highest number a message can have and still be found (`last_message_index`).
  package static let highest: Int32 = 9998

  /// `msg0003` for 3.
  package static func stem(_ number: Int32) -> String {
    let digits = String(number)
    return "msg" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

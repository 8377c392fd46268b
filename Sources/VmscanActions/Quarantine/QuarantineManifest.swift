package import VmscanModel

/// What one lock hold took from one folder; one line of a group's `manifest.ndjson`.
package struct QuarantineManifest: Sendable, Hashable, Codable {
  package static let fileName: ByteText = "manifest.ndjson"

  package var place: QuarantinePlace
  package var spool: ByteText
  /// Of the directory that `spool` named; manifests of old have neither.
  package var spoolDevice: UInt64?
  package var spoolInode: UInt64?
  package var mailbox: MailboxID
  package var folder: Folder
  package var removed: Timestamp
  package var messages: [QuarantinedMessage]

  package init(
    place: QuarantinePlace, spool: ByteText, spoolIdentity: FileIdentity? = nil,
    mailbox: MailboxID, folder: Folder, removed: Timestamp, messages: [QuarantinedMessage]
  ) {
    self.place = place
    self.spool = spool
    spoolDevice = spoolIdentity?.device
    spoolInode = spoolIdentity?.inode
    self.mailbox = mailbox
    self.folder = folder
    self.removed = removed
    self.messages = messages
  }
}

/// One message in quarantine: where it was and what its files were.
package struct QuarantinedMessage: Sendable, Hashable, Codable {
  /// NNNN it had when it was taken; its files keep that name.
  package var number: Int32
  package var messageID: ByteText
  package var origtime: Timestamp?
  package var duration: Int32?
  package var grade: EmailGrade
  package var reason: String
  /// With owner, mode and times of the originals.
  package var files: [PlannedFile]
  /// The bytes of `msgNNNN.txt`, so that no accident can lose them.
  package var envelope: ByteText
  /// The row it was; `nil` when it was files.
  package var row: QuarantinedRow?

  package init(
    number: Int32, messageID: ByteText, origtime: Timestamp?, duration: Int32?, grade: EmailGrade,
    reason: String, files: [PlannedFile], envelope: ByteText, row: QuarantinedRow? = nil
  ) {
    self.row = row
    self.number = number
    self.messageID = messageID
    self.origtime = origtime
    self.duration = duration
    self.grade = grade
    self.reason = reason
    self.files = files
    self.envelope = envelope
  }
}

/// A message that was a row: what its columns held.
package struct QuarantinedRow: Sendable, Hashable, Codable {
  /// `odbc:CONNECTION/TABLE`.
  package var table: ByteText
  /// Of every column but `dir`, `msgnum` and `recording`; those that were NULL are not among them.
  package var values: [String: ByteText]
  /// SHA-256 of the recording in hexadecimal digits.
  package var digest: String
}

package import VmscanModel

/// One message that waits in the quarantine.
package struct QuarantineEntry: Sendable, Hashable {
  package var place: QuarantinePlace
  package var spool: ByteText
  /// Of the spool's directory, where the manifest tells them.
  package var spoolDevice: UInt64?
  package var spoolInode: UInt64?
  package var mailbox: MailboxID
  package var folder: Folder
  package var removed: Timestamp
  package var message: QuarantinedMessage

  package init(
    place: QuarantinePlace, spool: ByteText, spoolDevice: UInt64? = nil,
    spoolInode: UInt64? = nil, mailbox: MailboxID, folder: Folder, removed: Timestamp,
    message: QuarantinedMessage
  ) {
    self.place = place
    self.spool = spool
    self.spoolDevice = spoolDevice
    self.spoolInode = spoolInode
    self.mailbox = mailbox
    self.folder = folder
    self.removed = removed
    self.message = message
  }

  package var bytes: ByteCount { message.files.reduce(.zero) { $0 + ByteCount($1.identity.size) } }

  var folderSubject: String { "\(mailbox)/\(folder)" }

  /// For predicates: what the message was when it was taken.
  package var candidate: CandidateMessage {
    // Two callers are as good as none: a hold that means callers then keeps the message.
    let callers = EnvelopeKeys(message.envelope.bytes).callers
    return CandidateMessage(
      mailbox: mailbox, folder: folder, number: message.number, messageID: message.messageID,
      origtime: message.origtime, duration: message.duration, bytes: bytes,
      fileCount: message.files.count, grade: message.grade,
      callerID: callers.count == 1 ? callers[0] ?? "" : "")
  }
}

extension QuarantineManifest {
  package var entries: [QuarantineEntry] {
    messages.map {
      QuarantineEntry(
        place: place, spool: spool, spoolDevice: spoolDevice, spoolInode: spoolInode,
        mailbox: mailbox, folder: folder, removed: removed, message: $0)
    }
  }
}

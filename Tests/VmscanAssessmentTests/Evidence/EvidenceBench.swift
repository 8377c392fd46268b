import VmscanModel

/// Builds mailboxes, messages and mails for the evidence tests.
enum EvidenceBench {
  static let identity = FileIdentity(
    device: 1, inode: 1, size: 0, modified: 0, changed: 0, mode: 0o040755, owner: 1, group: 1,
    links: 2)

  static func mailbox(
    _ id: MailboxID = MailboxID(context: "default", mailbox: "1001"),
    email: ByteText? = "alice@example.com", pager: ByteText? = nil,
    change: (inout ConfiguredMailbox) -> Void = { _ in }
  ) -> ConfiguredMailbox {
    let origin = Origin(file: "voicemail.conf", line: 1)
    var mailbox = ConfiguredMailbox(
      id: id, source: .voicemailConf, origin: origin, pin: PIN([]),
      pinOrigin: .configuration(origin), fullName: "", emailField: email, pager: pager,
      options: [], inheritedFrom: nil, defaults: MailboxDefaults())
    change(&mailbox)
    return mailbox
  }

  /// An untouched message, ten seconds long unless changed.
  static func message(
    _ number: Int32 = 0, at origtime: Int64 = 100_000, folder: Folder = .inbox,
    change: (inout MessageRecord) -> Void = { _ in }
  ) -> MessageRecord {
    var message = MessageRecord(folder: folder, number: number)
    message.origtime = Timestamp(origtime)
    message.duration = 10
    message.envelopeModified = origtime + 10
    message.marks = [.hasEnvelope, .hasAudio]
    message.fileCount = 3
    message.bytes = 40_000
    change(&message)
    return message
  }

  static func directory(
    _ messages: [MessageRecord],
    _ id: MailboxID = MailboxID(context: "default", mailbox: "1001")
  ) -> SpoolMailbox {
    var directory = SpoolMailbox(id: id, identity: identity)
    directory.messages = messages
    return directory
  }

  static func mail(
    _ number: Int32 = 0, at accepted: Int64 = 100_011,
    _ statuses: [(ByteText, MailRecipient.Status)] = [("alice@example.com", .sent)],
    change: (inout MailRecord) -> Void = { _ in }
  ) -> MailRecord {
    var mail = MailRecord(
      source: .postfix, origin: "/var/log/mail.log", logHost: "pbx", queueID: "A",
      messageID: ByteText("Asterisk-\(number + 1)-\(accepted)-1001-7@pbx.example.com"),
      messageNumber: number, mailbox: "1001", pid: 7, host: "pbx.example.com",
      accepted: Timestamp(accepted), size: 30_000,
      recipients: statuses.map {
        MailRecipient(address: $0.0, status: $0.1, time: Timestamp(accepted + 1))
      })
    change(&mail)
    return mail
  }

  static let everything = [
    LogCoverage(log: "/var/log/mail.log", from: Timestamp(0), to: Timestamp(1_000_000))
  ]

}

import VmscanModel

/// One mail with everything that all logs say of it.
struct CombinedMail: Sendable {
  var record: MailRecord
  /// Set when matched by number and the envelope's own time.
  var isExact = false

  /// Joins the sightings of each Message-ID, ordered by time.
  ///
  /// Servers hand a mail on to each other: a later server's failure or delay overrules the
  /// earlier one's `sent`. The mail command's word counts only where no server speaks.
  static func combine(_ mails: [MailRecord]) -> [CombinedMail] {
    var places: [ByteText: Int] = [:]
    var result: [CombinedMail] = []
    for mail in mails {
      if let place = places[mail.messageID] {
        result[place].record = join(result[place].record, mail)
      } else {
        places[mail.messageID] = result.count
        result.append(CombinedMail(record: mail))
      }
    }
    return result.sorted {
      ($0.record.accepted, $0.record.messageID) < ($1.record.accepted, $1.record.messageID)
    }
  }

  private static func join(_ left: MailRecord, _ right: MailRecord) -> MailRecord {
    if left.logHost == right.logHost, left.source == right.source {
      return left.merged(with: right)
    }
    if left.source == .mailer || right.source == .mailer {
      var server = left.source == .mailer ? right : left
      let command = left.source == .mailer ? left : right
      server.accepted = min(left.accepted, right.accepted)
      server.size = server.size ?? command.size
      server.hasAudio = command.hasAudio ?? server.hasAudio
      server.exitStatus = command.exitStatus
      return server
    }
    var first = left.accepted <= right.accepted ? left : right
    let next = left.accepted <= right.accepted ? right : left
    first.recipients = worst(first.recipients + next.recipients)
    first.hasAudio = first.hasAudio ?? next.hasAudio
    first.size = first.size ?? next.size
    return first
  }

  private static func worst(_ all: [MailRecipient]) -> [MailRecipient] {
    var result: [MailRecipient] = []
    for recipient in all {
      if let place = result.firstIndex(where: { $0.address == recipient.address }) {
        if hardness(recipient) > hardness(result[place]) { result[place] = recipient }
      } else {
        result.append(recipient)
      }
    }
    return result
  }

  private static func hardness(_ recipient: MailRecipient) -> Int {
    switch recipient.status {
    case .sent: 0
    case .queued: 1
    case .deferred: 2
    case .failed: 3
    }
  }
}

extension MailRecord {
  /// Whether the mail went to this configured address, directly or before aliases.
  func names(_ address: ByteText) -> Bool {
    recipients.contains { recipient in
      Self.fits(recipient.address, address)
        || recipient.originalAddress.map { Self.fits($0, address) } ?? false
    }
  }

  /// A configured address without `@` is completed by the mail server with its own domain.
  private static func fits(_ seen: ByteText, _ configured: ByteText) -> Bool {
    let seen = seen.lowercased
    if seen == configured { return true }
    return !configured.bytes.contains(0x40) && seen.bytes.starts(with: configured.bytes + [0x40])
  }
}

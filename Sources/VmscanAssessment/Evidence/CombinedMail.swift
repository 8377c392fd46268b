import VmscanModel

/// One mail with everything that all logs say of it.
struct CombinedMail: Sendable {
  var record: MailRecord
  /// Set when matched by number and the envelope's own time.
  var isExact = false
  /// Every address a leg named, before aliases and behind them, in lower case.
  private(set) var named: Set<ByteText> = []

  /// Joins the sightings of each Message-ID, ordered by time.
  ///
  /// Servers and filters hand a mail on to each other, and the last leg's fate counts. The mail
  /// command's word counts only where no server speaks.
  static func combine(_ mails: [MailRecord]) -> [CombinedMail] {
    var places: [ByteText: Int] = [:]
    var groups: [[MailRecord]] = []
    for mail in mails {
      if let place = places[mail.messageID] {
        groups[place].append(mail)
      } else {
        places[mail.messageID] = groups.count
        groups.append([mail])
      }
    }
    return groups.compactMap(CombinedMail.init).sorted {
      ($0.record.accepted, $0.record.messageID) < ($1.record.accepted, $1.record.messageID)
    }
  }

  init?(_ sightings: [MailRecord]) {
    if sightings.count == 1 {
      record = sightings[0]
    } else {
      guard let joined = Self.joined(sightings) else { return nil }
      record = joined
    }
    for sighting in sightings {
      for recipient in sighting.recipients {
        named.insert(recipient.address.lowercased)
        if let original = recipient.originalAddress { named.insert(original.lowercased) }
      }
    }
  }

  private static func joined(_ sightings: [MailRecord]) -> MailRecord? {
    var legs: [MailRecord] = []
    var command: MailRecord?
    for sighting in sightings {
      if sighting.source == .mailer {
        command = command?.merged(with: sighting) ?? sighting
      } else if let place = legs.firstIndex(where: { $0.isSameQueue(as: sighting) }) {
        legs[place] = legs[place].merged(with: sighting)
      } else {
        legs.append(sighting)
      }
    }
    guard var server = MailRecord.joined(legs) else { return command }
    guard let command else { return server }
    server.accepted = min(server.accepted, command.accepted)
    server.size = server.size ?? command.size
    server.hasAudio = command.hasAudio ?? server.hasAudio
    server.exitStatus = command.exitStatus
    return server
  }

  /// Whether the mail went to this configured address, directly or before aliases.
  func names(_ address: ByteText) -> Bool {
    if named.contains(address) { return true }
    return !address.bytes.contains(0x40) && named.contains { Self.completes($0, address) }
  }

  /// A configured address without `@` is completed by the mail server with its own domain.
  private static func completes(_ seen: ByteText, _ configured: ByteText) -> Bool {
    seen.bytes.starts(with: configured.bytes + [0x40])
  }

  /// Whether the mail was handed in for this address, whatever it is an alias of.
  func wasHandedIn(for address: ByteText) -> Bool {
    record.recipients.contains { Self.fits($0, address) }
  }

  /// Whether every recipient is one of these addresses.
  func wentTo(someOf addresses: [ByteText]) -> Bool {
    !record.recipients.isEmpty
      && record.recipients.allSatisfy { recipient in
        addresses.contains { Self.fits(recipient, $0) }
      }
  }

  /// Whether the mail went to just these addresses, as they were before aliases.
  func wentTo(just addresses: [ByteText]) -> Bool {
    wentTo(someOf: addresses)
      && addresses.allSatisfy { address in
        record.recipients.contains { Self.fits($0, address) }
      }
  }

  private static func fits(_ recipient: MailRecipient, _ address: ByteText) -> Bool {
    let seen = (recipient.originalAddress ?? recipient.address).lowercased
    return seen == address || !address.bytes.contains(0x40) && completes(seen, address)
  }
}

extension MailRecord {
  fileprivate func isSameQueue(as other: MailRecord) -> Bool {
    source == other.source && logHost == other.logHost && queueID == other.queueID
  }
}

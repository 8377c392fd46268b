extension MailRecord {
  /// What two sightings of one mail in one log say together; the order does not matter.
  ///
  /// Times move to the earliest acceptance, statuses only forward, and a failure is never undone.
  package func merged(with other: MailRecord) -> MailRecord {
    var result = (accepted, queueID) <= (other.accepted, other.queueID) ? self : other
    let later = (accepted, queueID) <= (other.accepted, other.queueID) ? other : self
    if result.queueID.isEmpty { result.queueID = later.queueID }
    if result.logHost.isEmpty { result.logHost = later.logHost }
    result.size = Self.larger(size, other.size)
    result.expectedRecipients = Self.larger(expectedRecipients, other.expectedRecipients)
    result.exitStatus = result.exitStatus ?? later.exitStatus
    result.hasAudio = hasAudio == other.hasAudio ? hasAudio : result.hasAudio ?? later.hasAudio
    result.recipients = Self.mergedRecipients(recipients + other.recipients)
    return result
  }

  /// One entry per recipient, sorted by address.
  package static func mergedRecipients(_ all: [MailRecipient]) -> [MailRecipient] {
    var result: [MailRecipient] = []
    for recipient in all {
      let match = result.firstIndex {
        $0.address == recipient.address && $0.originalAddress == recipient.originalAddress
      }
      if let match {
        result[match] = result[match].advanced(by: recipient)
      } else {
        result.append(recipient)
      }
    }
    return result.sorted {
      ($0.address, $0.originalAddress ?? "") < ($1.address, $1.originalAddress ?? "")
    }
  }

  private static func larger<Number: Comparable>(_ left: Number?, _ right: Number?) -> Number? {
    guard let left, let right else { return left ?? right }
    return max(left, right)
  }
}

extension MailRecipient {
  /// The further of two states of one recipient: a failure stays, a final state beats a passing
  /// one, of two passing ones the later counts.
  package func advanced(by other: MailRecipient) -> MailRecipient {
    let mine = (rank, other.status == status ? time.epochSeconds : 0)
    let theirs = (other.rank, other.status == status ? other.time.epochSeconds : 0)
    if mine != theirs { return mine > theirs ? self : other }
    return detail < other.detail ? other : self
  }

  private var rank: Int {
    switch status {
    case .queued: 0
    case .deferred: 1
    case .sent: 2
    case .failed: 3
    }
  }
}

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
    result.leftQueue = leftQueue || other.leftQueue
    result.hasAudio = hasAudio == other.hasAudio ? hasAudio : result.hasAudio ?? later.hasAudio
    result.recipients = Self.mergedRecipients(recipients + other.recipients)
    if source == .chasquid { result.dropUnnamedTargets() }
    return result
  }

  /// Drops what was known of an alias's targets before the mail's end said whose they are; a failure
  /// stays.
  private mutating func dropUnnamedTargets() {
    let named = recipients.filter { $0.originalAddress != nil }
    recipients.removeAll { known in
      known.originalAddress == nil
        && named.contains {
          $0.address == known.address && (!known.status.isFinal || known.status == $0.status)
        }
    }
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
    // A stop in the queue, recorded before the recipients were known.
    if result.count > 1 { result.removeAll { $0.address.isEmpty && !$0.status.isFinal } }
    // An alias that was queued when its targets were not known yet (OpenSMTPD, chasquid).
    let aliases = Set(result.lazy.compactMap(\.originalAddress))
    if !aliases.isEmpty {
      result.removeAll { $0.status == .queued && aliases.contains($0.address) }
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
    // Of two targets of one address the one that keeps the mail counts.
    case .discarded: 1
    case .deferred: 2
    case .taken: 3
    case .sent: 4
    case .failed: 5
    }
  }
}

extension MailRecord {
  /// What the sightings of one mail say together, one for each queue it went through.
  ///
  /// Servers and content filters hand a mail on to each other: only the last leg's fate counts. What
  /// an earlier leg calls sent or taken stands only where no later leg can be that recipient's: one
  /// whose queue id the answer names, that has the same recipient, or that is not settled.
  package static func joined(_ legs: [MailRecord]) -> MailRecord? {
    guard var result = legs.min(by: { ($0.accepted, $0.queueID) < ($1.accepted, $1.queueID) })
    else { return nil }
    guard legs.count > 1 else { return result }
    var all: [MailRecipient] = []
    var sizes: [Int64] = []
    for place in legs.indices {
      let known = all.count
      let others = legs.indices.filter { $0 != place && legs[$0].follows(legs[place]) }
      // In the same second and without a word of each other neither is surely the later one.
      let later = others.filter { !legs[place].follows(legs[$0]) }.map { legs[$0] }
      let doubtful = others.filter { legs[place].follows(legs[$0]) }.map { legs[$0] }
      for recipient in legs[place].recipients {
        if doubtful.contains(where: { $0.isWorse(for: recipient) }) { continue }
        if let left = recipient.superseded(by: later) { all.append(left) }
      }
      if all.count > known, let size = legs[place].size { sizes.append(size) }
    }
    for leg in legs { all = leg.named(all, after: legs) }
    result.recipients = mergedRecipients(all)
    // A filter may have taken the recording out before the last leg.
    result.size = sizes.min() ?? legs.compactMap(\.size).max()
    result.hasAudio = legs.lazy.compactMap(\.hasAudio).first
    result.exitStatus = legs.lazy.compactMap(\.exitStatus).first
    // A leg that showed nothing before the mail went on has nothing left to show.
    let isSettled = legs.allSatisfy { leg in
      leg.isSettled || leg.isUntried && legs.contains { $0 != leg && $0.follows(leg) }
    }
    result.leftQueue = isSettled
    if isSettled {
      // Each leg was counted by itself.
      result.expectedRecipients = Int32(clamping: result.recipients.count)
    } else {
      let most = legs.compactMap(\.expectedRecipients).max() ?? 0
      result.expectedRecipients = max(most, Int32(clamping: result.recipients.count + 1))
    }
    return result
  }

  /// Every recipient the server counted has met its fate.
  ///
  /// An alias of several targets is one recipient: as long as the mail has not left the queue,
  /// addresses are counted as they were before aliases.
  package var isSettled: Bool {
    guard !recipients.isEmpty, recipients.allSatisfy(\.status.isFinal) else { return false }
    if leftQueue { return !hasLostLines }
    guard let expectedRecipients else { return false }
    guard recipients.count > 1 else { return expectedRecipients <= 1 }
    let originals = Set(recipients.map { $0.originalAddress ?? $0.address })
    return originals.count >= Int(expectedRecipients)
  }

  /// Nobody was tried in this queue, as far as it shows, or before the mail left it.
  private var isUntried: Bool {
    recipients.isEmpty
      || leftQueue && recipients.allSatisfy { $0.address.isEmpty && !$0.status.isFinal }
  }

  /// Whether a mail has left Postfix's queue with fewer fates than recipients: Postfix counts what
  /// aliases stand for, and has a line for each.
  ///
  /// What went on to another queue is counted there.
  private var hasLostLines: Bool {
    source == .postfix && recipients.count < expectedRecipients ?? 0
      && !recipients.contains { $0.status == .taken }
  }

  /// Whether this leg may come after another one, in the same second in doubt.
  private func follows(_ other: MailRecord) -> Bool {
    if other.isHandedTo(self) { return true }
    if isHandedTo(other) { return false }
    guard accepted == other.accepted else { return accepted > other.accepted }
    // Of two legs of one second the one that has shown nothing yet is the later one.
    if recipients.isEmpty != other.recipients.isEmpty { return recipients.isEmpty }
    return !recipients.contains { $0.status == .taken }
      || other.recipients.contains { $0.status == .taken }
  }

  /// Whether one of the answers names the other's queue id.
  private func isHandedTo(_ other: MailRecord) -> Bool {
    recipients.contains { $0.names(queueOf: other) }
  }

  /// Gives the targets of an alias the address the leg before had them under.
  ///
  /// Sendmail's second queue names only the targets; they are the one address that was handed to it
  /// and does not stand there itself.
  private func named(_ all: [MailRecipient], after legs: [MailRecord]) -> [MailRecipient] {
    guard let before = legs.first(where: { $0.isHandedTo(self) }) else { return all }
    let handed = before.recipients.filter { $0.names(queueOf: self) }
      .map { $0.originalAddress ?? $0.address }.filter { !$0.isEmpty }
    let kept = recipients.filter { $0.status != .discarded }
    let own = Set(kept.flatMap { [$0.address, $0.originalAddress ?? $0.address] })
    let lost = Set(handed).subtracting(own)
    guard lost.count == 1, let alias = lost.first else { return all }
    let targets = Set(recipients.filter { $0.originalAddress == nil }.map(\.address))
      .subtracting(handed)
    return all.map { recipient in
      guard recipient.originalAddress == nil, targets.contains(recipient.address) else {
        return recipient
      }
      var recipient = recipient
      recipient.originalAddress = alias
      return recipient
    }
  }
}

extension MailRecipient {
  /// What is left of an earlier leg's word when later ones speak; `nil` when theirs stands for it.
  fileprivate func superseded(by later: [MailRecord]) -> MailRecipient? {
    guard status == .sent || status == .taken, !later.isEmpty else {
      // A delay here says nothing once the mail has gone on.
      let isOver = status == .queued || status == .deferred
      return isOver && later.contains(where: { $0.has(self) }) ? nil : self
    }
    for leg in later {
      if leg.has(self) { return nil }
      if names(queueOf: leg), leg.recipients.contains(where: { !$0.isAdded }) { return nil }
    }
    let next = later.first { names(queueOf: $0) || !$0.isSettled }
    guard let next, status == .taken || names(queueOf: next) || next.recipients.isEmpty else {
      return self
    }
    var waiting = self
    waiting.status = .queued
    return waiting
  }

  /// Whether the server's answer names the queue id of another leg.
  fileprivate func names(queueOf leg: MailRecord) -> Bool {
    let id = leg.queueID.bytes
    guard id.count >= 5 else { return false }
    let text = detail.bytes
    var start = 0
    while start + id.count <= text.count {
      if text[start] == id[0], text[start..<start + id.count].elementsEqual(id) { return true }
      start += 1
    }
    return false
  }
}

extension MailRecord {
  /// Whether a leg shows a lesser fate of a recipient than another leg does.
  fileprivate func isWorse(for recipient: MailRecipient) -> Bool {
    let order: [MailRecipient.Status] = [.sent, .taken, .queued, .deferred, .discarded, .failed]
    let mine = order.firstIndex(of: recipient.status) ?? 0
    return recipients.contains { own in
      own.address == recipient.address && order.firstIndex(of: own.status) ?? 0 > mine
    }
  }

  /// Whether a leg has a recipient of another one, directly or before aliases.
  fileprivate func has(_ recipient: MailRecipient) -> Bool {
    recipients.contains { own in
      own.address == recipient.address || own.originalAddress == recipient.address
        || own.address == recipient.originalAddress
        || own.originalAddress != nil && own.originalAddress == recipient.originalAddress
    }
  }
}

import VmscanModel

extension MailMatcher {
  /// Seconds around a mail in which another message or mail may be taken for one of the pair, now or
  /// once they are moved.
  private static let neighbourhood: Int64 = 130

  /// The places of the recordings that a mail is known to be of, by mail; none when they are gone.
  func claimed(_ copies: SameRecordings) -> [Int: Set<Int>] {
    let claims = duty.surroundings.claims
    guard !claims.isEmpty else { return [:] }
    let byID = Dictionary(grouping: claims, by: \.messageID)
    var claimed: [Int: Set<Int>] = [:]
    for place in mails.indices {
      guard let claim = byID[mails[place].record.messageID]?.first else { continue }
      claimed[place] = Set(
        directory.messages.indices.filter { claim.isOf(directory.messages[$0]) }
          .map { copies.first(of: $0) })
    }
    return claimed
  }

  /// Gives every recording the mail that is known to be its own.
  func bindClaimed(_ claimed: [Int: Set<Int>], _ result: inout MailMatches) -> Set<Int> {
    var bound: Set<Int> = []
    for (mail, places) in claimed.sorted(by: { $0.key < $1.key }) {
      guard places.count == 1, let place = places.first, bound.insert(place).inserted else {
        continue
      }
      result.set(MailMatch(mails: [mails[mail]], notes: [.matchedBefore]), of: place)
    }
    return bound
  }

  /// The pairs found without a doubt whose neighbours might make them doubtful later.
  ///
  /// Only where the log has been read beyond them: what is still to come may be the message's own mail.
  func claims(of matches: MailMatches) -> [MailClaim] {
    let known = Set(duty.surroundings.claims.map(\.messageID))
    let recordings = Dictionary(
      grouping: directory.messages.indices, by: { directory.messages[$0].origtime })
    return directory.messages.indices.compactMap { index in
      guard let match = matches.match(of: index), match.doubt == nil, match.limit == nil,
        match.mails.count == 1, let mail = match.mails.first?.record, !mail.mailbox.isEmpty,
        !known.contains(mail.messageID), !duty.isOfAnother(mail),
        let origtime = directory.messages[index].origtime,
        let duration = directory.messages[index].duration,
        recordings[origtime]?.count == 1, isCrowded(mail, index), isReadBeyond(mail)
      else { return nil }
      return MailClaim(
        mailbox: mail.mailbox, messageID: mail.messageID, accepted: mail.accepted,
        origtime: origtime, duration: duration)
    }
  }

  private func isCrowded(_ mail: MailRecord, _ index: Int) -> Bool {
    let time = mail.accepted.epochSeconds
    let others = mails.lazy.filter {
      abs($0.record.accepted.epochSeconds - time) <= Self.neighbourhood
    }
    if others.prefix(2).count > 1 { return true }
    return directory.messages.indices.contains { other in
      guard other != index, let window = MailWindow(directory.messages[other]) else { return false }
      return window.from.epochSeconds - Self.neighbourhood <= time
        && time <= window.to.epochSeconds + Self.neighbourhood
    }
  }

  private func isReadBeyond(_ mail: MailRecord) -> Bool {
    let end = mail.accepted.epochSeconds + Self.neighbourhood
    return grader.coverage.contains {
      $0.naming == .messageID && $0.from <= mail.accepted && $0.to.epochSeconds >= end
    }
  }
}

import VmscanModel

extension MailMatcher {
  /// Seconds around a mail in which another message or mail may be taken for one of the pair, now or
  /// once they are moved.
  private static let neighbourhood: Int64 = 250

  /// The places of the recordings that a mail is known to be of, by mail; none when they are gone.
  func claimed(_ copies: SameRecordings) -> [Int: Set<Int>] {
    let claims = duty.surroundings.claims
    guard !claims.isEmpty else { return [:] }
    let byID = Dictionary(grouping: claims, by: \.messageID)
    let recordings = recordings
    var claimed: [Int: Set<Int>] = [:]
    for place in mails.indices {
      guard let claim = byID[mails[place].record.messageID]?.first, !claim.isShared else {
        continue
      }
      claimed[place] = Set(
        (recordings[claim.origtime] ?? []).filter { claim.isOf(directory.messages[$0]) }
          .map { copies.first(of: $0) })
    }
    return claimed
  }

  /// The messages by the start of their recordings.
  private var recordings: [Timestamp?: [Int]] {
    Dictionary(grouping: directory.messages.indices) { directory.messages[$0].origtime }
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

  /// The mails that may be those of messages that are gone, as was seen before they went.
  func shared() -> Set<Int> {
    let ids = Set(duty.surroundings.claims.lazy.filter(\.isShared).map(\.messageID))
    return ids.isEmpty ? [] : Set(mails.indices.filter { ids.contains(mails[$0].record.messageID) })
  }

  /// What is to be remembered of mails whose messages have neighbours: pairs found without a doubt, and
  /// doubts.
  ///
  /// By place of the message, each with whether the log has been read beyond the mail: what is still to
  /// come may be the message's own.
  func claims(of matches: MailMatches) -> [Int: [(claim: MailClaim, isReadBeyond: Bool)]] {
    let known = Set(duty.surroundings.claims.map(\.messageID))
    let recordings = recordings
    let starts = directory.messages.compactMap { MailWindow($0)?.from.epochSeconds }.sorted()
    var claims: [Int: [(claim: MailClaim, isReadBeyond: Bool)]] = [:]
    for index in directory.messages.indices {
      guard let match = matches.match(of: index), match.limit == nil else { continue }
      for mail in match.mails.map(\.record)
      where !known.contains(mail.messageID) && !duty.isOfAnother(mail) {
        guard let claim = claim(of: index, mail, match, recordings, starts) else { continue }
        claims[index, default: []].append((claim, isReadBeyond(mail)))
      }
    }
    return claims
  }

  private func claim(
    of index: Int, _ mail: MailRecord, _ match: MailMatch, _ recordings: [Timestamp?: [Int]],
    _ starts: [Int64]
  ) -> MailClaim? {
    if match.doubt != nil {
      // Which of several PBXs is this one the settings may say tomorrow.
      return match.isAssured || match.doubt == .severalHosts
        ? nil : .shared(mail, of: duty.mailbox)
    }
    let message = directory.messages[index]
    guard match.mails.count == 1, let origtime = message.origtime, let duration = message.duration,
      duration >= 0, recordings[origtime]?.count == 1,
      isCrowded(mail, starts) || isFragile(message, mail)
    else { return nil }
    return MailClaim(
      mailbox: duty.mailbox, messageID: mail.messageID, accepted: mail.accepted,
      origtime: origtime, duration: duration)
  }

  /// Whether another mail, or the window of another message, is near; `starts` are those of all windows,
  /// in order.
  private func isCrowded(_ mail: MailRecord, _ starts: [Int64]) -> Bool {
    let time = mail.accepted.epochSeconds
    let near = time - Self.neighbourhood...time + Self.neighbourhood
    if Self.count(of: mails, in: near, at: { $0.record.accepted.epochSeconds }) > 1 { return true }
    // A window may have begun four minutes before it ends.
    let begun = near.lowerBound - 240...near.upperBound
    return Self.count(of: starts, in: begun, at: { $0 }) > 1
  }

  /// How many elements, which are in order of time, lie in a stretch of it; two stand for more.
  private static func count<Element>(
    of elements: [Element], in times: ClosedRange<Int64>, at time: (Element) -> Int64
  ) -> Int {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if time(elements[middle]) < times.lowerBound { low = middle + 1 } else { high = middle }
    }
    return elements[low...].prefix(2).count { time($0) <= times.upperBound }
  }

  private func isReadBeyond(_ mail: MailRecord) -> Bool {
    let end = mail.accepted.epochSeconds + Self.neighbourhood
    return grader.coverage.contains {
      ($0.naming == .messageID) != mail.mailbox.isEmpty && $0.from <= mail.accepted
        && $0.to.epochSeconds >= end
    }
  }
}

import VmscanModel

/// Copies without a mail of their own share that of the mailbox they were first left for, as do the
/// messages of a mailbox that was given another number.
///
/// Where several recordings may have one mail, it is nobody's unless there is one for each; what earlier
/// scans saw of the first mailbox's mails counts here, too.
extension MailMatcher {
  func matchOriginals(_ result: inout MailMatches) {
    let copies = SameRecordings(in: directory)
    let claims = Dictionary(grouping: duty.surroundings.claims, by: \.messageID)
    var pairs: [Pair] = []
    var places: [Int: [Int]] = [:]
    for index in directory.messages.indices
    where directory.messages[index].marks.contains(.copy)
      && result.match(of: index)?.mails.isEmpty ?? true
    {
      let place = copies.first(of: index)
      places[place, default: []].append(index)
      guard places[place]?.count == 1 else { continue }
      let own = pairsWithOriginals(index, as: place, claims)
      if own.count <= Self.mostCandidates { pairs += own }
    }
    for group in groups(of: pairs, mails: originals.count) {
      let mails = Set(group.map(\.mail))
      let messages = Dictionary(grouping: group, by: \.message)
      let isAssured =
        everyMessageHasMail(group, messages.count)
        && !mails.contains { claims[originals[$0].record.messageID]?.first?.isShared ?? false }
      for (place, pairs) in messages {
        for index in places[place] ?? [] {
          var match = match(of: index, pairs.map { originals[$0.mail] })
          if mails.count > 1 || messages.count > 1 {
            match.doubt = .ambiguous(mails: mails.count, messages: messages.count)
          }
          if !isAssured {
            match.doubt = match.doubt ?? .sharedBefore
            match.limit = EmailGrade.none
          }
          result.set(match, of: index)
        }
      }
    }
  }

  /// The mails of its first mailbox that may be a copy's, but not those that another recording is known
  /// to have.
  private func pairsWithOriginals(
    _ index: Int, as place: Int, _ claims: [ByteText: [MailClaim]]
  ) -> [Pair] {
    let message = directory.messages[index]
    guard let window = MailWindow(original: message) else { return [] }
    let origin = directory.string(message.origMailbox)
    return originals.places(acceptedFrom: window.from, to: window.to).compactMap { mail in
      let record = originals[mail].record
      guard record.mailbox == origin else { return nil }
      if let claim = claims[record.messageID]?.first, !claim.isShared, !claim.isOf(message) {
        return nil
      }
      return Pair(message: place, mail: mail, isExact: false, deadline: window.to)
    }
  }

  private func match(of index: Int, _ fitting: [CombinedMail]) -> MailMatch {
    let message = directory.messages[index]
    let origin = directory.string(message.origMailbox)
    var match = MailMatch(mails: fitting)
    match.notes = fitting.prefix(1).map { .recordingOf(origin, $0.record.messageID) }
    // A mailbox is another's later on: those count who had it when the copy was made. A file time that
    // was copied with the rest does not show when.
    let copied = Timestamp(message.envelopeModified)
    let isLater = MailWindow(original: message).map { copied > $0.to } ?? false
    let people = isLater ? Array(duty.addressSets(at: copied).joined()) : duty.addresses
    let isOurs = fitting.allSatisfy { mail in
      !mail.record.recipients.isEmpty
        && mail.record.recipients.allSatisfy { recipient in
          people.contains((recipient.originalAddress ?? recipient.address).lowercased)
        }
    }
    if !isOurs {
      match.notes.append(.recordingElsewhere(origin))
      match.limit = .inferred
    }
    return match
  }
}

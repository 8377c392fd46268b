import VmscanModel

extension MailMatcher {
  /// Splits the pairs so that no message or mail, of as many as there are, is in two groups.
  func groups(of pairs: [Pair], mails count: Int) -> [[Pair]] {
    var parent = Array(0..<directory.messages.count + count)
    func root(_ node: Int) -> Int {
      var node = node
      while parent[node] != node {
        parent[node] = parent[parent[node]]
        node = parent[node]
      }
      return node
    }
    for pair in pairs {
      parent[root(pair.message)] = root(directory.messages.count + pair.mail)
    }
    var result: [[Pair]] = []
    var places: [Int: Int] = [:]
    for pair in pairs {
      let key = root(pair.message)
      if let place = places[key] {
        result[place].append(pair)
      } else {
        places[key] = result.count
        result.append([pair])
      }
    }
    return result
  }

  /// Gives every message of a group the mails that may be its own.
  func settle(_ group: [Pair], shared: Set<Int>, _ result: inout MailMatches) {
    let messages = Dictionary(grouping: group, by: \.message)
    let places = Set(group.map(\.mail))
    let hosts = Set(places.map { mails[$0].record.host })
    let isAlone = messages.count == 1 && places.count == 1
    var doubt: GradeFact? =
      isAlone ? nil : .ambiguous(mails: places.count, messages: messages.count)
    var isAssured = isAlone || everyMessageHasMail(group, messages.count)
    if hosts.count > 1 {
      doubt = .severalHosts
      isAssured = false
    }
    if let sharers = duty.surroundings.sharers,
      places.contains(where: { mails[$0].record.mailbox.isEmpty })
    {
      doubt = .sharedAddresses
      // A message of another that is gone may have had the mail: those that are there must have theirs.
      isAssured = isAssured && suffice(places, for: group, and: sharers) == true
    }
    if let namesakes = duty.surroundings.namesakes,
      let isEnough = suffice(places, for: group, and: namesakes)
    {
      doubt = .sharedNumber
      isAssured = isAssured && isEnough
    }
    if !shared.isDisjoint(with: places) {
      doubt = doubt ?? .sharedBefore
      isAssured = false
    }
    for (message, pairs) in messages {
      let own = pairs.map { mails[$0.mail] }
      result.set(MailMatch(mails: own, doubt: doubt, isAssured: isAssured), of: message)
    }
  }

  /// Whether the mails suffice for all messages of all these mailboxes, so that each has one; `nil` when
  /// the others have no message that a mail fits.
  private func suffice(_ places: Set<Int>, for group: [Pair], and others: RivalMessages) -> Bool? {
    let theirs = self.others(others, among: places)
    guard !theirs.isEmpty else { return nil }
    let all = group + theirs
    return others.isWhole && everyMessageHasMail(all, Set(all.map(\.message)).count)
  }

  /// The messages of other mailboxes that these mails may belong to as well, numbered behind our own.
  private func others(_ owners: RivalMessages, among places: Set<Int>) -> [Pair] {
    places.flatMap { mail in
      owners.fitting(mails[mail].record.accepted, except: directory.id).map {
        Pair(
          message: directory.messages.count + $0.place, mail: mail, isExact: false,
          deadline: $0.deadline)
      }
    }
  }

  /// Whether the mails suffice for all messages, first deadline first.
  func everyMessageHasMail(_ group: [Pair], _ messages: Int) -> Bool {
    var usedMails: Set<Int> = []
    var served: Set<Int> = []
    let ordered = group.sorted {
      ($0.deadline, $0.message, $0.mail) < ($1.deadline, $1.message, $1.mail)
    }
    for pair in ordered where !served.contains(pair.message) && !usedMails.contains(pair.mail) {
      served.insert(pair.message)
      usedMails.insert(pair.mail)
    }
    return served.count == messages
  }
}

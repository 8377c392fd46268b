/// A PBX as mails show it: the host that their Message-IDs name, and the days on which it mailed.
package struct MailHost: Sendable, Hashable {
  package var name: ByteText
  /// Mails accepted on each day, counted from 1970 in UTC, or more where some were read twice.
  package var days: [Int: Int]

  package init(_ name: ByteText, days: [Int: Int]) {
    self.name = name
    self.days = days
  }

  package var mails: Int { days.values.reduce(0, +) }

  package static func day(of time: Timestamp) -> Int {
    let (days, rest) = time.epochSeconds.quotientAndRemainder(dividingBy: 86_400)
    return Int(rest < 0 ? days - 1 : days)
  }

  /// Each host once, with all of its days, by name.
  package static func united(_ hosts: [MailHost]) -> [MailHost] {
    Dictionary(hosts.map { ($0.name, $0) }) { known, new in
      MailHost(known.name, days: known.days.merging(new.days, uniquingKeysWith: +))
    }.values.sorted { $0.name < $1.name }
  }

  /// Whether two hosts mail side by side, and not one after the other or by turns, as one PBX does that
  /// was renamed or has a stand-in.
  package func isBeside(_ other: MailHost) -> Bool {
    let (few, many) = days.count < other.days.count ? (days, other.days) : (other.days, days)
    let common = few.keys.count { many[$0] != nil }
    // A turn is over within a day, and a mail or two may be late.
    return common > Self.daysOfTurns || 2 * common >= few.count && common > 0
  }

  private static let daysOfTurns = 5
}

/// What scans remember of mails and those after them cannot see any more.
package struct MailMemory: Sendable {
  /// Whose mails they were, of messages that had neighbours.
  package var claims: [MailClaim]
  /// Hosts that Message-IDs of the site's own mails name.
  package var ownHosts: Set<ByteText>

  package init(claims: [MailClaim] = [], ownHosts: Set<ByteText> = []) {
    self.claims = claims
    self.ownHosts = ownHosts
  }
}

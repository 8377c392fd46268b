/// A PBX as mails show it: the host that their Message-IDs name, and when mails of it were accepted.
package struct MailHost: Sendable, Hashable {
  package var name: ByteText
  package var first: Timestamp
  package var last: Timestamp
  /// How many mails it sent, or more where some were read twice.
  package var mails: Int

  package init(_ name: ByteText, first: Timestamp, last: Timestamp, mails: Int) {
    self.name = name
    self.first = first
    self.last = last
    self.mails = mails
  }

  /// Each host once, with all of its time.
  package static func united(_ hosts: [MailHost]) -> [MailHost] {
    Dictionary(hosts.map { ($0.name, $0) }) { known, new in
      MailHost(
        known.name, first: min(known.first, new.first), last: max(known.last, new.last),
        mails: known.mails + new.mails)
    }.values.sorted { $0.name < $1.name }
  }
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

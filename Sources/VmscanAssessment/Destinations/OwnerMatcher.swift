package import VmscanModel

/// Tells when an address bears the name of another mailbox's owner.
///
/// Only clear cases count: the local part fits exactly one other name and that fit is better than
/// the fit with the mailbox's own name. Role addresses and mailboxes without a name are left out.
package struct OwnerMatcher: Sendable {
  package typealias Owner = (id: MailboxID, fullName: ByteText)

  private struct Hit: Sendable {
    var fit: NameKeys.Fit
    /// Place in `owners` and `people`.
    var index: Int
    /// Another person fits as well.
    var isAmbiguous = false
  }

  private let owners: [Owner]
  private var people: [String] = []
  private var hits: [String: Hit] = [:]

  package init(owners: [Owner]) {
    self.owners = owners.sorted { $0.id < $1.id }
    for (index, owner) in self.owners.enumerated() {
      let keys = NameKeys(fullName: owner.fullName)
      people.append(keys.person)
      for (key, fit) in keys.fits { add(Hit(fit: fit, index: index), for: key) }
    }
  }

  private mutating func add(_ hit: Hit, for key: String) {
    guard let known = hits[key], known.fit >= hit.fit else {
      hits[key] = hit
      return
    }
    guard known.fit == hit.fit, !known.isAmbiguous, people[known.index] != people[hit.index] else {
      return
    }
    hits[key]?.isAmbiguous = true
  }

  /// The owner whose name fits the address better than this mailbox's; `nil` when there is none or
  /// more than one.
  package func betterOwner(
    for address: ByteText, of mailbox: MailboxID, fullName: ByteText
  ) -> Owner? {
    let localPart = address.stripped.bytes.prefix { $0 != UInt8(ascii: "@") }
    let key = NameKeys.key(localPart: localPart)
    guard let hit = hits[key], !hit.isAmbiguous, owners[hit.index].id != mailbox,
      !Self.roles.contains(key)
    else { return nil }
    let own = NameKeys(fullName: fullName)
    let owner = owners[hit.index]
    guard !own.fits.isEmpty, own.person != people[hit.index] else { return nil }
    guard let fit = own.fits[key] else { return owner }
    return hit.fit > fit ? owner : nil
  }

  /// Addresses of a function, which may stand on anybody's mailbox.
  private static let roles: Set<String> = [
    "accounting", "accounts", "admin", "administration", "billing", "callcenter", "contact",
    "desk", "finance", "frontdesk", "helpdesk", "hotline", "hr", "info", "it", "jobs", "mail",
    "marketing", "noreply", "office", "operator", "orders", "pbx", "postmaster", "reception",
    "root", "sales", "salesarchive", "secretary", "security", "service", "servicedesk", "support",
    "team", "voicemail", "webmaster",
  ]
}

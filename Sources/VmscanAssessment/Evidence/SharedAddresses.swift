package import VmscanModel

/// Which mailboxes have just the same mail addresses as another one.
///
/// A log that tells mails by their recipients cannot tell whose of them a mail is.
package struct SharedAddresses: Sendable {
  /// How many mailboxes have a set of addresses, and one of the same local parts.
  private var whole: [[ByteText]: Int] = [:]
  private var local: [[ByteText]: (all: Int, bare: Int)] = [:]

  package init(_ mailboxes: [ConfiguredMailbox]) {
    for mailbox in mailboxes {
      let addresses = Self.addresses(of: mailbox)
      guard !addresses.isEmpty else { continue }
      whole[addresses, default: 0] += 1
      let isBare = addresses.contains { !$0.bytes.contains(0x40) }
      local[Self.localParts(addresses), default: (0, 0)].all += 1
      if isBare { local[Self.localParts(addresses), default: (0, 0)].bare += 1 }
    }
  }

  /// Whether another mailbox has the same addresses, an address without a domain being any that
  /// begins so.
  package func isShared(_ mailbox: ConfiguredMailbox) -> Bool {
    let addresses = Self.addresses(of: mailbox)
    if whole[addresses, default: 0] > 1 { return true }
    guard let alike = local[Self.localParts(addresses)], alike.all > 1 else { return false }
    let isBare = addresses.contains { !$0.bytes.contains(0x40) }
    return isBare || alike.bare > 0
  }

  /// A mailbox's addresses, stripped, in lower case, each once, sorted.
  package static func addresses(of mailbox: ConfiguredMailbox) -> [ByteText] {
    Set(mailbox.emailAddresses.map(\.stripped.lowercased).filter { !$0.isEmpty }).sorted()
  }

  private static func localParts(_ addresses: [ByteText]) -> [ByteText] {
    addresses.map { ByteText(bytes: $0.bytes.prefix { $0 != 0x40 }) }.sorted()
  }
}

extension MailRecord {
  /// Whether the mail's recipients are just these, as they were before aliases.
  package func went(to addresses: [ByteText]) -> Bool {
    CombinedMail([self])?.wentTo(just: addresses) ?? false
  }
}

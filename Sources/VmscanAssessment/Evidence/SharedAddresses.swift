package import VmscanModel

/// Which mailboxes have just the same mail addresses as another one.
///
/// A log that names the recipients of mails and no mailbox does not say whose of them a mail is.
package enum SharedAddresses {
  /// Addresses that a mailbox has or had together, as `addresses(of:)` gives them.
  package typealias AddressSet = (id: MailboxID, addresses: [ByteText])

  /// For each mailbox those that have, or had, all its addresses, an address without a domain being any
  /// that begins so.
  package static func sharers(_ sets: [AddressSet]) -> [MailboxID: Set<MailboxID>] {
    var byLocalParts: [[ByteText]: [AddressSet]] = [:]
    for set in sets where !set.addresses.isEmpty {
      byLocalParts[localParts(set.addresses), default: []].append(set)
    }
    var sharers: [MailboxID: Set<MailboxID>] = [:]
    for alike in byLocalParts.values where alike.count > 1 {
      // One address without a domain may be that of each of them.
      let isAny = alike.contains { $0.addresses.contains { !$0.bytes.contains(0x40) } }
      let groups = isAny ? [alike] : Array(Dictionary(grouping: alike, by: \.addresses).values)
      for group in groups {
        let ids = Set(group.map(\.id))
        guard ids.count > 1 else { continue }
        for id in ids { sharers[id, default: []].formUnion(ids) }
      }
    }
    return sharers
  }

  /// For each mailbox those of the same number in other contexts that have, or had, one of its
  /// addresses: a mail names no context.
  package static func namesakes(_ sets: [AddressSet]) -> [MailboxID: Set<MailboxID>] {
    var owners: [ByteText: [ByteText: Set<MailboxID>]] = [:]
    for set in sets {
      for address in set.addresses {
        owners[set.id.mailbox, default: [:]][address, default: []].insert(set.id)
      }
    }
    var namesakes: [MailboxID: Set<MailboxID>] = [:]
    for ids in owners.values.flatMap(\.values) where ids.count > 1 {
      for id in ids { namesakes[id, default: []].formUnion(ids) }
    }
    return namesakes
  }

  /// A mailbox's addresses, stripped, in lower case, each once, sorted.
  package static func addresses(of mailbox: ConfiguredMailbox) -> [ByteText] {
    Set(mailbox.emailAddresses.map(\.stripped.lowercased).filter { !$0.isEmpty }).sorted()
  }

  private static func localParts(_ addresses: [ByteText]) -> [ByteText] {
    addresses.map { ByteText(bytes: $0.bytes.prefix { $0 != 0x40 }) }.sorted()
  }
}

/// When mailboxes got messages whose mails look alike.
package struct RivalMessages: Sendable {
  /// By beginning.
  private let windows: [(owner: MailboxID, window: MailWindow)]
  private let longest: Int64
  /// Every message of theirs could be read.
  let isWhole: Bool

  package init(_ directories: [SpoolMailbox]) {
    windows = directories.flatMap { directory in
      directory.messages.compactMap { message in
        MailWindow(message).map { (directory.id, $0) }
      }
    }.sorted { $0.window.from < $1.window.from }
    longest =
      windows.map { $0.window.to.epochSeconds - $0.window.from.epochSeconds }.max() ?? 0
    isWhole = !directories.contains { $0.problems.contains(where: \.hidesData) }
  }

  /// Whether a mail of this time may be that of any of the messages.
  func contain(_ time: Timestamp) -> Bool { !fitting(time, except: nil).isEmpty }

  /// The messages of other mailboxes than `own` that a mail of this time may belong to, by their
  /// place in the whole.
  func fitting(_ time: Timestamp, except own: MailboxID?) -> [(place: Int, deadline: Timestamp)] {
    var (low, high) = (0, windows.count)
    while low < high {
      let middle = (low + high) / 2
      if windows[middle].window.from.epochSeconds < time.epochSeconds - longest {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return windows.indices[low...].lazy.prefix { windows[$0].window.from <= time }
      .filter { windows[$0].owner != own && windows[$0].window.to >= time }
      .map { ($0, windows[$0].window.to) }
  }
}

extension MailRecord {
  /// Whether the mail's recipients are just these, as they were before aliases.
  package func went(to addresses: [ByteText]) -> Bool {
    CombinedMail([self])?.wentTo(just: addresses) ?? false
  }
}

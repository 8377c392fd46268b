import GRDB
package import VmscanModel

/// Mail evidence from history, as it stood when it was opened or later.
///
/// Mailboxes without any mail are answered without asking the database. Of the others only the
/// packed mails are fetched one caller after the other; each unpacks them for himself.
package struct StoredEvidence: MailEvidence {
  private let store: HistoryStore
  private let numbers: [ByteText: Int64]
  private let stretches: [LogCoverage]
  /// The shared texts, as far as they are few: hosts and logs.
  private let known: [Int64: ByteText]
  /// Numbers of mails that name no mailbox, by the part of their first address before the domain.
  private let byLocalPart: [ByteText: [ByteText]]
  private let claims: [ByteText: [MailClaim]]
  package let hosts: [MailHost]

  init(
    store: HistoryStore, numbers: [ByteText: Int64], stretches: [LogCoverage],
    known: [Int64: ByteText], claims: [ByteText: [MailClaim]], hosts: [MailHost]
  ) {
    self.hosts = hosts
    self.claims = claims
    self.known = known
    self.store = store
    self.numbers = numbers
    self.stretches = stretches
    var byLocalPart: [ByteText: [ByteText]] = [:]
    for number in numbers.keys {
      guard let address = MailKey.address(in: number) else { continue }
      byLocalPart[address.localPart, default: []].append(number)
    }
    self.byLocalPart = byLocalPart
  }

  package var hasMailsWithoutMailbox: Bool { !byLocalPart.isEmpty }

  package func mails(toAddress address: ByteText) throws -> [MailRecord] {
    guard !byLocalPart.isEmpty else { return [] }
    // The mail server completes an address without a domain with its own.
    let isWhole = address.bytes.contains(0x40)
    let found =
      isWhole ? [MailKey.number(ofAddress: address)] : byLocalPart[address.localPart] ?? []
    return MailKey.ordered(try found.flatMap { try mails(forMailbox: $0) })
  }

  package func mails(forMailbox mailbox: ByteText) throws -> [MailRecord] {
    guard let number = numbers[mailbox] else { return [] }
    // One statement sees one state of the database, a transaction around it would only cost.
    let chunks = try StoreError.translated(store.path) {
      try store.database.unsafeRead { try MailChunk.chunks($0, of: number) }
    }
    var merge = MailMerge()
    for chunk in chunks {
      let mails = try StoreError.translated(store.path) {
        try chunk.mails(of: mailbox, word: word)
      }
      if chunks.count == 1 { return MailKey.ordered(mails) }
      merge.addKnown(mails)
    }
    return MailKey.ordered(merge.mails)
  }

  private func word(_ id: Int64) throws -> ByteText {
    if let word = known[id] { return word }
    return try StoreError.translated(store.path) {
      try store.database.unsafeRead { db in
        var words = Words(db)
        return try words.text(id)
      }
    }
  }

  package func claims(ofMailbox mailbox: ByteText) -> [MailClaim] { claims[mailbox] ?? [] }

  package func coverage() throws -> [LogCoverage] { stretches }
}

extension ByteText {
  fileprivate var localPart: ByteText { ByteText(bytes: bytes.prefix { $0 != 0x40 }) }
}

/// History's evidence together with what was read just now and is kept nowhere.
package struct LayeredEvidence: MailEvidence {
  private let layers: [StoredEvidence]
  private let stretches: [LogCoverage]

  /// The last layer's coverage is that of all.
  package init(_ layers: [StoredEvidence]) throws {
    self.layers = layers
    stretches = try layers.last?.coverage() ?? []
  }

  package func mails(forMailbox mailbox: ByteText) throws -> [MailRecord] {
    try merged { try $0.mails(forMailbox: mailbox) }
  }

  package var hasMailsWithoutMailbox: Bool { layers.contains(where: \.hasMailsWithoutMailbox) }

  package func mails(toAddress address: ByteText) throws -> [MailRecord] {
    try merged { try $0.mails(toAddress: address) }
  }

  package func claims(ofMailbox mailbox: ByteText) -> [MailClaim] {
    layers.flatMap { $0.claims(ofMailbox: mailbox) }
  }

  package var hosts: [MailHost] { MailHost.united(layers.flatMap(\.hosts)) }

  package func coverage() -> [LogCoverage] { stretches }

  private func merged(
    _ mails: (StoredEvidence) throws -> [MailRecord]
  ) throws -> [MailRecord] {
    let found = try layers.map(mails).filter { !$0.isEmpty }
    guard found.count > 1 else { return found.first ?? [] }
    var merge = MailMerge()
    for layer in found { merge.addKnown(layer) }
    return MailKey.ordered(merge.mails)
  }
}

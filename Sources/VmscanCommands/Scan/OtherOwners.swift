import VmscanAssessment
import VmscanModel
import VmscanSources
import VmscanStore

/// The other mailboxes that may own a mail that fits one.
struct OtherOwners: Sendable {
  /// Those that have or had all addresses of one: a log that names recipients only does not say whose its
  /// mails are.
  private let sharers: [MailboxID: RivalMessages]
  private let namesakes: [MailboxID: RivalMessages]
  /// Numbers of mailboxes in several contexts.
  private let common: Set<ByteText>

  /// Reads their messages from the source where there are mails that may be theirs.
  ///
  /// - Throws: What the evidence throws when it cannot be read.
  init(
    among mailboxes: [ConfiguredMailbox], _ history: StoredDestinations, source: any MailboxSource,
    _ evidence: any MailEvidence
  ) throws {
    let hasUnnamedMails = evidence.hasMailsWithoutMailbox
    let past = history.addressSets
    common = Self.commonNumbers(mailboxes.lazy.map(\.id) + past.lazy.map(\.id))
    guard hasUnnamedMails || !common.isEmpty else {
      (sharers, namesakes) = ([:], [:])
      return
    }
    let sets = mailboxes.map { (id: $0.id, addresses: SharedAddresses.addresses(of: $0)) } + past
    var read: [Set<MailboxID>: RivalMessages] = [:]
    func messages(_ ids: Set<MailboxID>) -> RivalMessages {
      if let known = read[ids] { return known }
      let messages = RivalMessages(ids.sorted().compactMap { source.readMailbox($0) })
      read[ids] = messages
      return messages
    }
    sharers = hasUnnamedMails ? SharedAddresses.sharers(sets).mapValues(messages) : [:]
    namesakes = try SharedAddresses.namesakes(
      sets.filter { [common] in common.contains($0.id.mailbox) }
    )
    .filter { try !evidence.mails(forMailbox: $0.key.mailbox).isEmpty }
    .mapValues(messages)
  }

  /// The numbers that mailboxes of several contexts have.
  private static func commonNumbers(_ ids: some Sequence<MailboxID>) -> Set<ByteText> {
    var contexts: [ByteText: ByteText] = [:]
    var common: Set<ByteText> = []
    for id in ids {
      guard let other = contexts.updateValue(id.context, forKey: id.mailbox) else { continue }
      if other != id.context { common.insert(id.mailbox) }
    }
    return common
  }

  /// What is known of the mails of a directory, whose mailbox may be configured in another spelling, and
  /// of those of the mailboxes that its copies were first left for.
  func surroundings(
    of directory: MailboxID, origins: Set<ByteText>, _ configured: ConfiguredMailbox?,
    _ evidence: any MailEvidence
  ) -> MailSurroundings {
    MailSurroundings(
      sharers: sharers[configured?.id ?? directory], namesakes: namesakes[directory],
      sharesNumber: common.contains(directory.mailbox),
      claims: origins.reduce(into: evidence.claims(ofMailbox: directory.mailbox)) {
        $0 += evidence.claims(ofMailbox: $1)
      })
  }
}

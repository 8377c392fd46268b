import VmscanModel

/// What the rules on the system as a whole need of the mailboxes, noted one mailbox at a time.
struct SystemNotes: Sendable {
  /// Mailboxes with folders or recordings that everybody may read.
  var open = NotedMailboxes()
  /// Those of them with recordings that everybody may read.
  var withOpenRecordings = 0
  /// Mailboxes whose `secret.conf` everybody may read.
  var openSecrets = NotedMailboxes()
  /// Configured mailboxes without a directory.
  var unused = NotedMailboxes()
  /// Who uses an address that several mailboxes have.
  var sharedAddresses: [ByteText: [AddressUser]] = [:]

  struct AddressUser: Sendable {
    /// Place of the mailbox in load order.
    var order: Int
    var mailbox: MailboxID
    var place: [Place]
    var isOutside: Bool
  }

  mutating func note(_ view: DirectoryView) {
    let facts = view.facts
    let problems = facts.folderProblems.reduce(FolderProblems()) { $0.union($1.problems) }
    if !problems.isDisjoint(with: [.worldReadable, .openRecordings]) { open.add(facts.id) }
    if problems.contains(.openRecordings) { withOpenRecordings += 1 }
    if facts.secretFileIsWorldReadable { openSecrets.add(facts.id) }
  }

  mutating func note(_ view: ConfiguredView, order: Int, shared: Set<ByteText>) {
    if !view.hasDirectory, !view.isPartial { unused.add(view.id) }
    guard !shared.isEmpty else { return }
    var seen: Set<ByteText> = []
    for recipient in view.recipients {
      let address = recipient.address.stripped.lowercased
      guard shared.contains(address), seen.insert(address).inserted else { continue }
      sharedAddresses[address, default: []].append(
        AddressUser(
          order: order, mailbox: view.id, place: view.place,
          isOutside: recipient.destinationClass.isOutside))
    }
  }

  mutating func merge(_ other: SystemNotes) {
    open.merge(other.open)
    withOpenRecordings += other.withOpenRecordings
    openSecrets.merge(other.openSecrets)
    unused.merge(other.unused)
    sharedAddresses.merge(other.sharedAddresses, uniquingKeysWith: +)
  }
}

/// How many mailboxes something is true of, and the first of them by name.
struct NotedMailboxes: Sendable {
  private(set) var count = 0
  /// In order; as many as a sentence names.
  private(set) var first: [MailboxID] = []

  private static let named = 3

  mutating func add(_ id: MailboxID) {
    count += 1
    insert(id)
  }

  mutating func merge(_ other: NotedMailboxes) {
    count += other.count
    for id in other.first { insert(id) }
  }

  private mutating func insert(_ id: MailboxID) {
    if first.count == Self.named {
      guard id < first[Self.named - 1] else { return }
      first.removeLast()
    }
    first.insert(id, at: first.firstIndex { id < $0 } ?? first.count)
  }
}

import VmscanModel

extension ReportTotals {
  mutating func add(_ mailbox: MailboxFacts) {
    messages += mailbox.totals
    retainedEmailed += mailbox.retainedEmailed
    overAge += mailbox.overAge
    for (grade, sum) in mailbox.grades { byGrade[grade, default: MessageTotals()] += sum }
    for (band, sum) in mailbox.ageHistogram.enumerated() { ageHistogram[band] += sum }
    oldest = Self.earlier(oldest, mailbox.oldest)
    oldestRetainedEmailed = Self.earlier(oldestRetainedEmailed, mailbox.oldestRetainedEmailed)
  }

  /// Adds what another thread counted.
  mutating func add(_ other: ReportTotals) {
    mailboxes += other.mailboxes
    configuredMailboxes += other.configuredMailboxes
    orphanedMailboxes += other.orphanedMailboxes
    messages += other.messages
    retainedEmailed += other.retainedEmailed
    overAge += other.overAge
    for (grade, sum) in other.byGrade { byGrade[grade, default: MessageTotals()] += sum }
    for (kind, sum) in other.byDestinationClass {
      byDestinationClass[kind, default: DestinationTotals()].add(sum)
    }
    for (band, sum) in other.ageHistogram.enumerated() { ageHistogram[band] += sum }
    oldest = Self.earlier(oldest, other.oldest)
    oldestRetainedEmailed = Self.earlier(oldestRetainedEmailed, other.oldestRetainedEmailed)
    pins += other.pins
  }

  fileprivate static func earlier(_ left: Timestamp?, _ right: Timestamp?) -> Timestamp? {
    guard let left else { return right }
    return right.map { min(left, $0) } ?? left
  }
}

extension DestinationTotals {
  /// Everything but the number of addresses, which may be the same ones.
  fileprivate mutating func add(_ other: DestinationTotals) {
    mailboxes += other.mailboxes
    withAudio += other.withAudio
    messages += other.messages
  }
}

extension ContextReport {
  init(_ name: ByteText) {
    self.init(
      name: name, mailboxes: 0, messages: MessageTotals(), retainedEmailed: MessageTotals(),
      overAge: MessageTotals(), oldest: nil, ages: AgeCounts())
  }

  mutating func add(_ other: ContextReport) {
    mailboxes += other.mailboxes
    messages += other.messages
    retainedEmailed += other.retainedEmailed
    overAge += other.overAge
    oldest = ReportTotals.earlier(oldest, other.oldest)
    guard let more = other.ages else { return ages = nil }
    ages? += more
  }
}

extension MailboxReport {
  init(_ facts: MailboxFacts, of configured: ConfiguredMailbox?) {
    self.init(
      id: facts.id, fullName: configured?.fullName ?? "", isConfigured: facts.isConfigured,
      hasDirectory: facts.hasDirectory, isPartial: facts.isPartial, folders: facts.folders,
      counts: facts.counts, recipients: facts.allRecipients,
      attach: configured?.attach.value ?? false,
      deleteAfterEmail: configured?.deleteAfterEmail.value ?? false,
      retainedEmailed: facts.retainedEmailed, overAge: facts.overAge, grades: facts.grades,
      newestMessage: facts.newestMessage, ownerActivity: facts.ownerActivity)
  }
}

extension MailboxFacts {
  /// Configured recipients, then those only the mail logs know.
  var allRecipients: [RecipientFacts] {
    effectiveRecipients.isEmpty ? recipients : recipients + effectiveRecipients
  }
}

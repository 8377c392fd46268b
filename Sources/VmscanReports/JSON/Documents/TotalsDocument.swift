import VmscanModel

/// The sums over all mailboxes; every grade and class is there, even when zero.
struct TotalsDocument: Encodable {
  var mailboxes: Int
  var configuredMailboxes: Int
  var orphanedMailboxes: Int
  var messages: Int
  var bytes: Int64
  var minutes: Int64
  var seconds: Int64
  var retainedEmailed: Int
  var overAge: Int
  @Nullable var oldest: String?
  @Nullable var oldestRetainedEmailed: String?
  /// Messages of each grade.
  var byGrade: [String: Int]
  /// Mailboxes with a recipient of each class.
  var byDestinationClass: [String: Int]
  var destinations: [String: DestinationDocument]
  var ages: [AgeDocument]
  var outsideSpool: AmountDocument
  @Nullable var quarantined: QuarantineDocument?
  var pins: PINDocument
  @Nullable var logins: [String: [String: Int]]?

  init(_ totals: ReportTotals) {
    mailboxes = totals.mailboxes
    configuredMailboxes = totals.configuredMailboxes
    orphanedMailboxes = totals.orphanedMailboxes
    messages = totals.messages.messages
    bytes = totals.messages.bytes.bytes
    minutes = totals.messages.minutes
    seconds = totals.messages.seconds
    retainedEmailed = totals.retainedEmailed.messages
    overAge = totals.overAge.messages
    oldest = totals.oldest?.description
    oldestRetainedEmailed = totals.oldestRetainedEmailed?.description
    byGrade = gradeCounts(totals.byGrade)
    let classes = DestinationClass.allCases.map {
      ($0.rawValue, totals.byDestinationClass[$0] ?? DestinationTotals())
    }
    byDestinationClass = Dictionary(uniqueKeysWithValues: classes.map { ($0, $1.mailboxes) })
    destinations = Dictionary(
      uniqueKeysWithValues: classes.map { ($0, DestinationDocument($1)) })
    ages = zip(AgeBand.all, totals.ageHistogram).map {
      AgeDocument(band: $0.label, messages: $1.messages)
    }
    outsideSpool = AmountDocument(totals.outsideSpool)
    quarantined = QuarantineDocument(totals.quarantined)
    pins = PINDocument(totals.pins)
    logins = totals.logins.map { logins in
      Dictionary(
        uniqueKeysWithValues: LoginTotals.kinds.map { kind in
          let states = LoginState.allCases.map { ($0.rawValue, logins[kind, $0]) }
          return (kind, Dictionary(uniqueKeysWithValues: states))
        })
    }
  }
}

/// Messages of each grade, zeros included.
func gradeCounts(_ grades: [EmailGrade: MessageTotals]) -> [String: Int] {
  Dictionary(
    uniqueKeysWithValues: EmailGrade.allCases.map { ($0.rawValue, grades[$0]?.messages ?? 0) })
}

/// What goes to one class of destination.
struct DestinationDocument: Encodable {
  var mailboxes: Int
  var withAudio: Int
  var addresses: Int
  var messages: Int

  init(_ totals: DestinationTotals) {
    mailboxes = totals.mailboxes
    withAudio = totals.withAudio
    addresses = totals.addresses
    messages = totals.messages.messages
  }
}

/// How the PINs were judged; every strength and band is there, even when zero.
struct PINDocument: Encodable {
  var byStrength: [String: Int]
  var byLength: [String: Int]
  var shared: Int

  init(_ pins: PINTotals) {
    byStrength = Dictionary(
      uniqueKeysWithValues: PINStrength.allCases.map { ($0.rawValue, pins.byStrength[$0] ?? 0) })
    byLength = Dictionary(
      uniqueKeysWithValues: PINLengthBand.allCases.map { ($0.rawValue, pins.byLength[$0] ?? 0) })
    shared = pins.shared
  }
}

/// Messages of one age band.
struct AgeDocument: Encodable {
  var band: String
  var messages: Int

  init(band: String, messages: Int) {
    self.band = band
    self.messages = messages
  }

  /// Every band, or those with messages only.
  static func all(_ ages: AgeCounts, leavesOutEmpty: Bool = false) -> [AgeDocument] {
    AgeBand.all.indices.map { AgeDocument(band: AgeBand.all[$0].label, messages: ages[$0]) }
      .filter { !leavesOutEmpty || $0.messages > 0 }
  }
}

/// A number of messages with their size.
struct AmountDocument: Encodable {
  var messages: Int
  var bytes: Int64
  var minutes: Int64
  var seconds: Int64

  init(_ totals: MessageTotals) {
    messages = totals.messages
    bytes = totals.bytes.bytes
    minutes = totals.minutes
    seconds = totals.seconds
  }
}

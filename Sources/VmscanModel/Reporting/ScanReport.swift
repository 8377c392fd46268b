/// Everything a finished scan tells, as values; every report format is made from this.
package struct ScanReport: Sendable {
  /// Version of the JSON form.
  package static let schemaVersion = 2

  package var run: RunInfo
  package var coverage: Coverage
  package var totals: ReportTotals
  package var findings: FindingList
  package var mailboxes: MailboxList
  /// Per context, sorted by name.
  package var contexts: [ContextReport]
  /// Data lists used, such as the Public Suffix List, with their dates.
  package var lists: [DataListInfo]
  package var ownDomains: OwnDomains
  /// Fingerprints that the run before had and this one has not.
  package var solved: [ReportedFinding]
  /// What opens the system around its voicemail.
  package var credentials = CredentialReport()

  package init(
    run: RunInfo, coverage: Coverage, totals: ReportTotals, findings: FindingList,
    mailboxes: MailboxList, contexts: [ContextReport], lists: [DataListInfo],
    ownDomains: OwnDomains, solved: [ReportedFinding]
  ) {
    self.run = run
    self.coverage = coverage
    self.totals = totals
    self.findings = findings
    self.mailboxes = mailboxes
    self.contexts = contexts
    self.lists = lists
    self.ownDomains = ownDomains
    self.solved = solved
  }
}

/// One run of the scanner.
package struct RunInfo: Sendable, Hashable, Codable {
  /// Row in history; 0 before it is recorded.
  package var id: Int64
  package var started: Timestamp
  package var finished: Timestamp
  /// Version of the program.
  package var version: String
  package var host: String
  /// The clock every age is counted from.
  package var now: Timestamp
  package var spool: ByteText
  package var etc: ByteText
  package var asteriskVersion: String?
  /// Run compared with for new, open and solved; `nil` for the first.
  package var previous: Int64?

  package init(
    id: Int64, started: Timestamp, finished: Timestamp, version: String, host: String,
    now: Timestamp, spool: ByteText, etc: ByteText, asteriskVersion: String?, previous: Int64?
  ) {
    self.id = id
    self.started = started
    self.finished = finished
    self.version = version
    self.host = host
    self.now = now
    self.spool = spool
    self.etc = etc
    self.asteriskVersion = asteriskVersion
    self.previous = previous
  }
}

/// The sums over all mailboxes.
package struct ReportTotals: Sendable, Hashable {
  package var mailboxes = 0
  package var configuredMailboxes = 0
  package var orphanedMailboxes = 0
  package var messages = MessageTotals()
  package var retainedEmailed = MessageTotals()
  package var overAge = MessageTotals()
  package var byGrade: [EmailGrade: MessageTotals] = [:]
  /// Mailboxes, and retained e-mailed messages, that have a recipient of each class.
  package var byDestinationClass: [DestinationClass: DestinationTotals] = [:]
  package var ageHistogram = [MessageTotals](repeating: MessageTotals(), count: AgeBand.all.count)
  package var oldest: Timestamp?
  /// Oldest message that was e-mailed and is still kept; `nil` when none is or it is not known.
  package var oldestRetainedEmailed: Timestamp?
  /// Voicemail outside the spool, such as undelivered mail files.
  package var outsideSpool = MessageTotals()
  /// Messages removed by a purge and still in quarantine.
  package var quarantined = QuarantineTotals()
  package var pins = PINTotals()
  /// Devices and accounts; `nil` for a run of a version that did not count them.
  package var logins: LoginTotals?

  package init() {}
}

/// What goes to one class of destination.
package struct DestinationTotals: Sendable, Hashable, Codable {
  /// Mailboxes with at least one recipient of the class.
  package var mailboxes: Int
  /// Of those, mailboxes that send the audio.
  package var withAudio: Int
  /// Distinct addresses.
  package var addresses: Int
  /// Retained messages whose e-mail, as far as graded, went there with audio.
  package var messages: MessageTotals

  package init(
    mailboxes: Int = 0, withAudio: Int = 0, addresses: Int = 0,
    messages: MessageTotals = MessageTotals()
  ) {
    self.mailboxes = mailboxes
    self.withAudio = withAudio
    self.addresses = addresses
    self.messages = messages
  }
}

/// A finding with what history knows of it.
package struct ReportedFinding: Sendable, Hashable {
  package enum Status: String, Sendable, Codable, CaseIterable { case new, open, accepted, solved }

  package var finding: Finding
  package var status: Status
  package var firstSeen: Timestamp

  package init(finding: Finding, status: Status, firstSeen: Timestamp) {
    self.finding = finding
    self.status = status
    self.firstSeen = firstSeen
  }
}

/// One mailbox as reported and stored.
package struct MailboxReport: Sendable, Hashable {
  package var id: MailboxID
  package var fullName: ByteText
  package var isConfigured: Bool
  package var hasDirectory: Bool
  package var isPartial: Bool
  package var folders: [FolderFacts]
  package var counts: AsteriskCounts
  package var recipients: [RecipientFacts]
  package var attach: Bool
  package var deleteAfterEmail: Bool
  package var retainedEmailed: MessageTotals
  package var overAge: MessageTotals
  package var grades: [EmailGrade: MessageTotals]
  package var newestMessage: Timestamp?
  package var ownerActivity: Timestamp?

  package init(
    id: MailboxID, fullName: ByteText, isConfigured: Bool, hasDirectory: Bool, isPartial: Bool,
    folders: [FolderFacts], counts: AsteriskCounts, recipients: [RecipientFacts], attach: Bool,
    deleteAfterEmail: Bool, retainedEmailed: MessageTotals, overAge: MessageTotals,
    grades: [EmailGrade: MessageTotals], newestMessage: Timestamp?, ownerActivity: Timestamp?
  ) {
    self.id = id
    self.fullName = fullName
    self.isConfigured = isConfigured
    self.hasDirectory = hasDirectory
    self.isPartial = isPartial
    self.folders = folders
    self.counts = counts
    self.recipients = recipients
    self.attach = attach
    self.deleteAfterEmail = deleteAfterEmail
    self.retainedEmailed = retainedEmailed
    self.overAge = overAge
    self.grades = grades
    self.newestMessage = newestMessage
    self.ownerActivity = ownerActivity
  }

  package var totals: MessageTotals { folders.reduce(into: MessageTotals()) { $0 += $1.totals } }
  package var oldest: Timestamp? { folders.compactMap(\.oldest).min() }
  /// Messages per age band; `nil` for a recorded run, since history would grow with every night.
  package var ages: AgeCounts? { folders.ages }
}

/// One context's sums.
package struct ContextReport: Sendable, Hashable {
  package var name: ByteText
  package var mailboxes: Int
  package var messages: MessageTotals
  package var retainedEmailed: MessageTotals
  package var overAge: MessageTotals
  package var oldest: Timestamp?
  /// `nil` for a run of a version that did not count them.
  package var ages: AgeCounts?

  package init(
    name: ByteText, mailboxes: Int, messages: MessageTotals, retainedEmailed: MessageTotals,
    overAge: MessageTotals, oldest: Timestamp?, ages: AgeCounts? = nil
  ) {
    self.name = name
    self.mailboxes = mailboxes
    self.messages = messages
    self.retainedEmailed = retainedEmailed
    self.overAge = overAge
    self.oldest = oldest
    self.ages = ages
  }
}

/// A data list built into the program.
package struct DataListInfo: Sendable, Hashable, Codable {
  package var name: String
  /// As its source dates it, `YYYY-MM-DD`.
  package var date: String
  package var entries: Int

  package init(name: String, date: String, entries: Int) {
    self.name = name
    self.date = date
    self.entries = entries
  }
}

/// The site's own mail domains.
package struct OwnDomains: Sendable, Hashable, Codable {
  /// Lower-case, sorted.
  package var domains: [String]
  /// Not configured but guessed from the addresses and host names in use.
  package var isInferred: Bool

  package init(domains: [String], isInferred: Bool) {
    self.domains = domains
    self.isInferred = isInferred
  }
}

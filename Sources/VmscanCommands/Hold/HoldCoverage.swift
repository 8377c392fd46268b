import Synchronization
import VmscanActions
import VmscanModel
import VmscanReports
import VmscanSources

/// What a hold covers at this moment: counted in the spool and in the quarantine.
struct HoldCoverage {
  /// Messages in the folders, `Deleted` included.
  private(set) var messages = 0
  /// Messages that were removed and wait in quarantine.
  private(set) var quarantined = 0
  /// What could not be read and may hold more.
  private(set) var problems: [SourceProblem] = []
  /// Why nothing could be counted.
  private(set) var hindrance: String?

  var isComplete: Bool { problems.isEmpty && hindrance == nil }

  /// Counts; names that mean nothing are refused unless that is allowed.
  ///
  /// - Throws: `CommandFailure`.
  init(
    of scope: HoldScope, at site: Site, allowEmpty: Bool, progress: Progress,
    in context: RunContext
  ) throws {
    let (ids, unread) = site.source().mailboxes()
    guard !unread.contains(where: \.hidesData), site.configuration.status.isUsable else {
      hindrance =
        unread.first.map(\.description)
        ?? "'\(site.settings.asteriskEtc)/voicemail.conf' cannot be used"
      return
    }
    var quarantineMailboxes: Set<MailboxID> = []
    countQuarantine(scope, site, &quarantineMailboxes)
    let names = KnownNames(
      site, directories: ids + quarantineMailboxes.sorted(), isComplete: problems.isEmpty)
    try names.check(
      names.unknown(mailboxes: scope.mailboxes, contexts: scope.contexts),
      allowEmpty: allowEmpty, in: context)
    try count(scope, among: ids, site, progress, context)
  }

  private mutating func count(
    _ scope: HoldScope, among ids: [MailboxID], _ site: Site, _ progress: Progress,
    _ context: RunContext
  ) throws {
    let wanted = ids.filter { scope.covers(mailbox: $0, caller: nil, origtime: nil) }
    progress.begin("reading mailboxes", of: wanted.count)
    defer { progress.end() }
    try site.source().forEachMailbox(
      of: wanted,
      judge: { mailbox in
        let count = mailbox.messages.count { record in
          let caller = mailbox.string(record.callerID)
          return record.marks.contains(.hasEnvelope)
            && scope.covers(
              mailbox: mailbox.id, caller: caller.isEmpty ? nil : caller,
              origtime: record.origtime)
        }
        return (count, mailbox.problems.filter(\.hidesData))
      },
      { (count: Int, unread: [SourceProblem]) in
        progress.step()
        guard !context.interruption.isSet else {
          throw CommandFailure(.interrupted, "interrupted; nothing was changed")
        }
        messages += count
        problems += unread
      })
  }

  private mutating func countQuarantine(
    _ scope: HoldScope, _ site: Site, _ mailboxes: inout Set<MailboxID>
  ) {
    do {
      guard let quarantine = try ActionSession.existingQuarantine(of: site) else { return }
      var filter = SpoolFilter(site.spool)
      var count = 0
      problems += try quarantine.forEachEntry { entry in
        guard filter.covers(entry) else { return }
        mailboxes.insert(entry.mailbox)
        let message = entry.candidate
        if scope.covers(
          mailbox: message.mailbox, caller: message.callerID.isEmpty ? nil : message.callerID,
          origtime: message.origtime)
        {
          count += 1
        }
      }
      quarantined = count
    } catch {
      problems.append(QuarantineReading.problem(error, of: site))
    }
  }

  /// `protects 101 messages in 1001@default until released`.
  func sentence(of hold: Hold) -> String {
    let end = hold.until.map { "until \($0)" } ?? "until released"
    let places =
      hold.scope.mailboxes.map(\.description) + hold.scope.contexts.map { "context \($0)" }
    let place = places.isEmpty ? "every mailbox" : places.joined(separator: ", ")
    if let hindrance {
      return
        "protects what it covers in \(place) \(end); the messages could not be counted: "
        + hindrance
    }
    let count =
      (isComplete ? "" : "at least ") + Wording.count(messages, "message", "messages")
    let waiting =
      quarantined == 0
      ? "" : " and \(Wording.count(quarantined, "message", "messages")) in quarantine"
    return "protects \(count) in \(place)\(waiting) \(end)"
  }
}

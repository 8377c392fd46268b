import VmscanActions
import VmscanModel
import VmscanReports
import VmscanStore

/// Which of the messages in quarantine are meant.
struct RestoreChoice {
  struct Found {
    var entries: [QuarantineEntry] = []
    var problems: [SourceProblem] = []
    /// By which the names asked for are judged.
    var names: KnownNames?
    /// Messages of other spools that share the quarantine, by the path they had.
    var ofOthers: [ByteText: Int] = [:]
  }

  /// What counts when neither one purge nor everything is meant.
  let predicate: MessagePredicate
  let all: Bool
  /// The purge whose messages are meant.
  let run: String?
  let site: Site

  /// Looks without changing anything, as a user who may only read.
  ///
  /// `seen`: called for each message that waits.
  ///
  /// - Throws: `CommandFailure`.
  func look(seen: () -> Void) throws -> Found {
    try ActionSession.refusing {
      do {
        return try find(in: ActionSession.existingQuarantine(of: site), seen: seen)
      } catch let refusal as PurgeRefusal where refusal.isClosedQuarantine {
        return Found(problems: [QuarantineReading.problem(refusal, of: site)])
      }
    }
  }

  /// Looks through the quarantine; one that was never made holds nothing.
  ///
  /// - Throws: `CommandFailure` when there was no such purge; what reading throws.
  func find(in quarantine: Quarantine?, seen: () -> Void) throws -> Found {
    var found = Found()
    var filter = SpoolFilter(site.spool)
    var waiting: (mailboxes: Set<MailboxID>, runs: Set<String>) = ([], [])
    let configured = Set(site.configuration.mailboxes.map(\.id.folded))
    let problems = try quarantine?.forEachEntry { entry in
      seen()
      guard filter.covers(entry) else {
        if run == nil || run == entry.place.run { found.ofOthers[entry.spool, default: 0] += 1 }
        return
      }
      waiting.mailboxes.insert(entry.mailbox)
      waiting.runs.insert(entry.place.run)
      var message = entry.candidate
      message.isOrphaned = !configured.contains(entry.mailbox.folded)
      if isMeant(message, of: entry.place.run) { found.entries.append(entry) }
    }
    found.problems = problems ?? []
    if let run, found.entries.isEmpty, found.problems.isEmpty, found.ofOthers.isEmpty {
      try refuse(run, unlessRecordedBeside: waiting.runs)
    }
    found.names = KnownNames(site, beside: Array(waiting.mailboxes))
    return found
  }

  private func isMeant(_ message: CandidateMessage, of run: String) -> Bool {
    if let wanted = self.run { return wanted == run }
    return all || predicate.matches(message, now: site.now)
  }

  /// A purge whose messages were all restored or have expired is still in the journal.
  private func refuse(_ run: String, unlessRecordedBeside waiting: Set<String>) throws {
    let store = try? HistoryStore.readOnly(path: site.settings.database)
    let records = try store.map { store in
      try History.failing { try store.records(run: run) }
    }
    guard records?.isEmpty ?? true else { return }
    let others = waiting.sorted().suffix(10).joined(separator: ", ")
    throw CommandFailure(
      .usage,
      """
      cannot find purge '\(TerminalText.escape(run))'
      \(others.isEmpty ? "no message waits in quarantine" : "what waits was removed by \(others)")
      """)
  }
}

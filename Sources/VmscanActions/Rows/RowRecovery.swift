package import VmscanModel
import VmscanSystem

/// Finishes what an interrupted run left that changed rows, before anything else is done.
///
/// The database has undone or kept each transaction as a whole. So a message is in its table as it
/// was, or in quarantine; what is in both is taken out of the quarantine, and the journal says which.
package struct RowRecovery {
  let quarantine: Quarantine
  let journal: any ActionJournal
  let identity: ActionIdentity
  let owner: any OwnerSwitch
  let now: @Sendable () -> Timestamp

  package init(
    quarantine: Quarantine, runLock: RunLock, journal: any ActionJournal, identity: ActionIdentity,
    owner: any OwnerSwitch = EffectiveUserSwitch(), now: @escaping @Sendable () -> Timestamp
  ) {
    _ = runLock
    self.quarantine = quarantine
    self.journal = journal
    self.identity = identity
    self.owner = owner
    self.now = now
  }

  /// Finishes what is open; `open` gives the table, whose place is known, and is called only when
  /// there is something to look for in it.
  package func recover(_ open: (String) throws -> RowTable) throws -> Recovery.Report {
    let records = try journal.unfinished().filter {
      ActionKind.isFileAction($0.kind) && $0.detail["table"] != nil
    }
    var report = Recovery.Report(runs: Set(records.map(\.run)).sorted())
    var tables: [String: RowTable] = [:]
    for record in records {
      let place = record.detail["table"] ?? ""
      do {
        let table = try tables[place] ?? open(place)
        tables[place] = table
        let user = quarantine.identity
        let word = try owner.asOwner(user.owner, user.group) { try settle(record, in: table) }
        table.rollback()
        _ = try journal.append(outcome(of: record, word))
        report.finished.append("\(record.subject): \(word)")
      } catch let error as JournalBusy {
        throw error
      } catch {
        report.postponed.append("\(record.subject): \(firstLine(error))")
      }
    }
    return report
  }

  /// Finds where a message is and takes a copy out of the quarantine that is not needed.
  ///
  /// Nothing is taken out unless the very same row, recording included, is in its folder.
  private func settle(_ record: ActionRecord, in table: RowTable) throws -> String {
    let isRestore = record.kind == ActionKind.restore.rawValue
    guard let intent = MessageIntent(detail: record.detail),
      let dir = record.detail["dir"].map({ ByteText(unescaping: $0) })
    else { return "the intent in the journal is damaged" }
    if record.kind == ActionKind.remoteRemove.rawValue {
      let isThere = try table.rows(of: dir).contains { $0.file == intent.files.first }
      return isThere ? "notDone" : "removedByAsterisk"
    }
    let entries = try quarantine.manifests(run: intent.place.run, group: intent.place.group)
      .flatMap { $0.entries }
    guard
      let kept = entries.first(where: {
        $0.place == intent.place && $0.message.number == intent.number
      }).flatMap(KeptRow.init)
    else { return isRestore ? "restored" : "gone" }
    let isThere = try kept.find(in: table, dir: dir) != nil
    guard isThere else {
      let isWhole = try kept.isWhole(in: quarantine)
      return isWhole ? (isRestore ? "notDone" : "quarantined") : "gone"
    }
    let expirer = QuarantineExpirer(
      quarantine: quarantine, journal: journal, identity: identity, owner: NoOwnerSwitch(),
      now: now)
    try expirer.remove(kept.entry.place, kept.entry.message.files, number: intent.number)
    try expirer.tidy(kept.entry.place)
    return isRestore ? "restored" : "notDone"
  }

  private func outcome(of record: ActionRecord, _ word: String) -> ActionRecord {
    ActionRecord(
      time: now(), run: record.run, phase: .outcome, kind: record.kind, actor: identity.actor,
      host: identity.host, command: identity.command, subject: record.subject,
      detail: ["outcome": word, "recoveredBy": identity.run])
  }
}

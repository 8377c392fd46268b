import VmscanModel
import VmscanSystem

/// Removes copies that were made for a purge which was stopped before it wrote what it meant to do.
///
/// Only where the quarantine is on another file system than the spool, and for rows of a table: there
/// it holds copies made beforehand, and the originals are still in their folders. Without an intent in the journal, in
/// a run that this journal knows, nothing was ever taken out of a folder.
struct StagingSweep: Sendable {
  let quarantine: Quarantine
  let journal: any ActionJournal
  let owner: any OwnerSwitch
  private var files: any FileOperations { quarantine.files }

  func removeUnrecorded(spool: FileIdentity, except current: String) throws {
    let holdsFiles = quarantine.isOnDevice(of: spool)
    let runs = try files.names(in: quarantine.directory).compactMap(\.utf8String)
    for run in runs.sorted() where QuarantinePlace.isUsable(run: run) && run != current {
      guard
        let directory = try files.openDirectoryIfPresent(ByteText(run), in: quarantine.directory)
      else { continue }
      let records = try journal.records(run: run)
      guard let begin = records.first(where: { $0.phase == .begin }),
        !holdsFiles || begin.detail["table"] != nil
      else { continue }
      let places = Set(records.compactMap { MessageIntent(detail: $0.detail)?.place })
      try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
        try sweep(run, directory, recorded: places)
      }
    }
  }

  private func sweep(
    _ run: String, _ directory: Descriptor, recorded: Set<QuarantinePlace>
  ) throws {
    for group in try files.numbers(in: directory) {
      guard
        let groupDirectory = try files.openDirectoryIfPresent(ByteText("\(group)"), in: directory)
      else { continue }
      for slot in try files.numbers(in: groupDirectory)
      where !recorded.contains(QuarantinePlace(run: run, group: group, slot: slot)) {
        try files.removeMessages(of: ByteText("\(slot)"), in: groupDirectory)
      }
      guard !recorded.contains(where: { $0.run == run && $0.group == group }) else { continue }
      do {
        try files.remove(QuarantineManifest.fileName, in: groupDirectory)
      } catch let error as SystemError where error.isMissing {
      }
    }
  }
}

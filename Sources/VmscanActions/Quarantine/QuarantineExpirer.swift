package import VmscanModel
import VmscanSystem

/// Unlinks messages from the quarantine when their time is over; unlinked, not destroyed.
package struct QuarantineExpirer: Sendable {
  private let quarantine: Quarantine
  private let journal: any ActionJournal
  private let identity: ActionIdentity
  private let owner: any OwnerSwitch
  private let now: @Sendable () -> Timestamp
  private var files: any FileOperations { quarantine.files }

  package init(
    quarantine: Quarantine, journal: any ActionJournal, identity: ActionIdentity,
    owner: any OwnerSwitch = EffectiveUserSwitch(), now: @escaping @Sendable () -> Timestamp
  ) {
    self.quarantine = quarantine
    self.journal = journal
    self.identity = identity
    self.owner = owner
    self.now = now
  }

  /// What was unlinked and what could not be.
  package struct Result: Sendable {
    package var unlinked: [QuarantineEntry] = []
    package var problems: [String] = []
  }

  /// What an expiry came to, in messages.
  package struct Expiry: Sendable {
    package var unlinked = 0
    package var held = 0
    package var problems: [String] = []
  }

  /// About how many messages are known at a time, however many wait.
  private static let batch = 256

  /// Unlinks what was removed from its mailbox longer than `age` before `time` and is under no hold.
  ///
  /// `holds`: those in force.
  /// `report`: called with how many messages were dealt with since the last time.
  package func expire(
    olderThan age: Age, at time: Timestamp, holds: [Hold] = [],
    report: (Int) -> Void = { _ in }
  ) throws -> Expiry {
    var expiry = Expiry()
    var due: [QuarantineEntry] = []
    let problems = try quarantine.forEachEntry { entry in
      guard entry.removed < time - age else { return }
      if Self.isHeld(entry, holds) {
        expiry.held += 1
        report(1)
        return
      }
      due.append(entry)
      if due.count >= Self.batch { try settle(&due, in: &expiry, report) }
    }
    try settle(&due, in: &expiry, report)
    expiry.problems += problems.map(\.description)
    return expiry
  }

  private func settle(
    _ due: inout [QuarantineEntry], in expiry: inout Expiry, _ report: (Int) -> Void
  ) throws {
    let result = try unlink(due)
    report(due.count)
    due = []
    expiry.unlinked += result.unlinked.count
    expiry.problems += result.problems
  }

  private static func isHeld(_ entry: QuarantineEntry, _ holds: [Hold]) -> Bool {
    let message = entry.candidate
    return holds.contains { hold in
      hold.scope.covers(
        mailbox: message.mailbox, caller: message.callerID.isEmpty ? nil : message.callerID,
        origtime: message.origtime)
    }
  }

  /// Unlinks messages, some hundred for each write of the journal.
  package func unlink(_ entries: [QuarantineEntry]) throws -> Result {
    var result = Result()
    var rest = entries[...]
    while !rest.isEmpty {
      let some = rest.prefix(Self.batch)
      rest = rest.dropFirst(Self.batch)
      try journal.append(
        contentsOf: some.map { record(.intent, $0, MessageIntent($0).detail) })
      var outcomes: [ActionRecord] = []
      for entry in some {
        do {
          try remove(entry.place, entry.message.files, number: entry.message.number)
          result.unlinked.append(entry)
          outcomes.append(record(.outcome, entry, ["outcome": "unlinked"]))
        } catch let error as SystemError {
          result.problems.append("\(entry.folderSubject): \(error)")
          outcomes.append(
            record(.outcome, entry, ["outcome": "failed", "explanation": error.description]))
        }
      }
      try journal.append(contentsOf: outcomes)
    }
    for place in Set(entries.map(\.place)) { try tidy(place) }
    return result
  }

  private func record(
    _ phase: ActionRecord.Phase, _ entry: QuarantineEntry, _ detail: [String: String]
  ) -> ActionRecord {
    identity.record(
      phase, .expire, "quarantine/\(entry.place)/\(MessageNumber.stem(entry.message.number))",
      at: now(), detail)
  }

  /// Unlinks the files that are there, the envelope last, because it makes the message listed.
  func remove(_ place: QuarantinePlace, _ list: [PlannedFile], number: Int32) throws {
    try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
      guard let directory = try quarantine.open(place) else { return }
      for file in list.inMoveOrder {
        do {
          try files.remove(file.name(number: number), in: directory)
        } catch let error as SystemError where error.isMissing {
        }
      }
    }
  }

  /// Removes directories that hold nothing any more, and the manifest of an empty group.
  func tidy(_ place: QuarantinePlace) throws {
    try owner.asOwner(quarantine.identity.owner, quarantine.identity.group) {
      do {
        let run = try files.openDirectory(ByteText(place.run), in: quarantine.directory)
        let group = try files.openDirectory(ByteText("\(place.group)"), in: run)
        try? files.removeDirectory(ByteText("\(place.slot)"), in: group)
        guard try files.names(in: group) == [QuarantineManifest.fileName] else { return }
        try files.remove(QuarantineManifest.fileName, in: group)
        try files.removeDirectory(ByteText("\(place.group)"), in: run)
        if try files.names(in: run).isEmpty {
          try files.removeDirectory(ByteText(place.run), in: quarantine.directory)
        }
      } catch let error as SystemError where error.isMissing || error.isNotEmpty {
      }
    }
  }
}

extension MessageIntent {
  /// The intent to unlink or restore a message of the quarantine.
  ///
  /// `staged`: copies that are renamed into the folder, by which recovery finds them there.
  init(_ entry: QuarantineEntry, staged: RestoreStaging.Staged? = nil) {
    self.init(
      mailbox: entry.mailbox, folder: entry.folder, number: entry.message.number,
      place: entry.place, files: staged?.files ?? entry.message.files,
      isCopy: staged?.isCopy ?? false)
  }
}

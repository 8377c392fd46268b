package import VmscanModel

/// What became of one planned message.
package struct MessageOutcome: Sendable, Hashable {
  package enum Status: Sendable, Hashable {
    /// In the quarantine.
    case quarantined
    /// Unlinked from the quarantine; its bytes may still be on the disk.
    case unlinked
    /// Removed by Asterisk itself.
    case removedByAsterisk
    /// Asterisk was to remove it and put it into `Deleted` instead (`backupdeleted`).
    case movedToDeleted
    /// No longer there as it was planned.
    case vanished
    /// Still where it was, for the reason given.
    case skipped(String)
    /// Tried, and still where it was.
    case failed(String)
    /// In two places; the next command finishes it.
    case interrupted(String)
  }

  package var message: PlannedMessage
  package var status: Status

  package init(message: PlannedMessage, status: Status) {
    self.message = message
    self.status = status
  }
}

extension MessageOutcome.Status {
  /// The message is no longer in its folder.
  package var isRemoval: Bool {
    switch self {
    case .quarantined, .unlinked, .removedByAsterisk, .movedToDeleted: true
    case .vanished, .skipped, .failed, .interrupted: false
    }
  }

  /// The word of the journal's `outcome`.
  package var word: String {
    switch self {
    case .quarantined: "quarantined"
    case .unlinked: "unlinked"
    case .removedByAsterisk: "removedByAsterisk"
    case .movedToDeleted: "movedToDeleted"
    case .vanished, .skipped: "skipped"
    case .failed: "failed"
    case .interrupted: "interrupted"
    }
  }

  /// Why it was not removed.
  package var explanation: String? {
    switch self {
    case .quarantined, .unlinked, .removedByAsterisk, .movedToDeleted: nil
    case .vanished: "changed since the plan"
    case .skipped(let why), .failed(let why), .interrupted(let why): why
    }
  }
}

/// What became of one planned folder.
package struct FolderOutcome: Sendable {
  package var mailbox: MailboxID
  package var folder: Folder
  /// One per planned message, in no order.
  package var messages: [MessageOutcome] = []
  /// The folder could not be left dense and paired, or its lock was lost: a failure of the run.
  package var faults: [String] = []
  /// Longest time its lock was held.
  package var longestHold = Duration.zero
  /// Lock holds it took.
  package var holds = 0
  /// The lock was not obtained in time.
  package var isLockedOut = false

  package init(mailbox: MailboxID, folder: Folder) {
    self.mailbox = mailbox
    self.folder = folder
  }

  package var removed: Int { messages.count { $0.status.isRemoval } }

  /// The messages with these files have left the quarantine, too.
  mutating func markUnlinked(_ gone: Set<[PlannedFile]>) {
    for index in messages.indices where gone.contains(messages[index].message.files) {
      messages[index].status = .unlinked
    }
  }
}

/// What a purge did; counted from outcomes, never from the plan.
package struct PurgeOutcome: Sendable {
  package var removed = MessageTotals()
  /// Messages that Asterisk keeps in `Deleted`; no part of `removed`.
  package var movedToDeleted = MessageTotals()
  package var skipped = 0
  package var failed = 0
  package var foldersLockedOut = 0
  package var faults: [String] = []
  package var longestHold = Duration.zero
  package var lockHolds = 0
  /// Mailboxes whose message light must be refreshed.
  package var touched: Set<MailboxID> = []
  /// Stopped by a signal before the plan was done.
  package var wasStopped = false

  package init() {}

  mutating func add(_ folder: FolderOutcome) {
    for outcome in folder.messages {
      let amount = MessageTotals(
        messages: 1, bytes: outcome.message.bytes, seconds: Int64(outcome.message.duration ?? 0))
      switch outcome.status {
      case .quarantined, .unlinked, .removedByAsterisk: removed += amount
      case .movedToDeleted: movedToDeleted += amount
      case .vanished, .skipped: skipped += 1
      case .failed, .interrupted: failed += 1
      }
    }
    foldersLockedOut += folder.isLockedOut ? 1 : 0
    faults += folder.faults
    longestHold = max(longestHold, folder.longestHold)
    lockHolds += folder.holds
    if folder.removed > 0 { touched.insert(folder.mailbox) }
  }
}

extension PurgeOutcome {
  /// For the journal's record of the end.
  var detail: [String: String] {
    [
      "removed": "\(removed.messages)", "movedToDeleted": "\(movedToDeleted.messages)",
      "bytes": "\(removed.bytes.bytes)", "skipped": "\(skipped)",
      "failed": "\(failed)", "faults": "\(faults.count)", "stopped": wasStopped ? "yes" : "no",
    ]
  }
}

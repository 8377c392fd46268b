import VmscanModel
import VmscanSystem

/// One planned folder on its way through the executor.
struct PurgeJob {
  let planned: PlannedFolder
  /// Messages nothing has become of yet.
  private(set) var remaining: [PlannedMessage]
  var outcome: FolderOutcome
  /// Rounds in which no message was settled; a few are normal on a busy mailbox.
  var idleRounds = 0
  /// What became of messages, by their planned number.
  private(set) var statuses: [Int32: MessageOutcome.Status] = [:]

  init(_ planned: PlannedFolder) {
    self.planned = planned
    remaining = planned.messages
    outcome = FolderOutcome(mailbox: planned.mailbox, folder: planned.folder)
  }

  mutating func settle(_ message: PlannedMessage, _ status: MessageOutcome.Status) {
    settle([(message, status)])
  }

  /// Settles many at once, for a folder may hold thousands.
  mutating func settle(_ settled: [(message: PlannedMessage, status: MessageOutcome.Status)]) {
    guard !settled.isEmpty else { return }
    for (message, status) in settled {
      statuses[message.number] = status
      outcome.messages.append(MessageOutcome(message: message, status: status))
    }
    remaining.removeAll { statuses[$0.number] != nil }
  }

  mutating func settleAll(_ status: MessageOutcome.Status) {
    settle(remaining.map { ($0, status) })
  }
}

/// A folder that is open, looked at, and whose intents can be written.
struct PreparedHold {
  var folder: Descriptor
  var identity: FileIdentity
  var batch: FolderBatch
  var place: QuarantinePlace
  var placeDirectory: Descriptor
  var isCopy: Bool
  var manifest: QuarantineManifest
}

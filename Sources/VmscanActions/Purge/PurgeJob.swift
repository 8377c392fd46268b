import VmscanModel
import VmscanSystem

/// One planned folder on its way through the executor.
struct PurgeJob {
  let planned: PlannedFolder
  /// Messages nothing has become of yet.
  var remaining: [PlannedMessage]
  var outcome: FolderOutcome
  /// Rounds in which no message was settled; a few are normal on a busy mailbox.
  var idleRounds = 0

  init(_ planned: PlannedFolder) {
    self.planned = planned
    remaining = planned.messages
    outcome = FolderOutcome(mailbox: planned.mailbox, folder: planned.folder)
  }

  mutating func settle(_ message: PlannedMessage, _ status: MessageOutcome.Status) {
    remaining.removeAll { $0.number == message.number }
    outcome.messages.append(MessageOutcome(message: message, status: status))
  }

  mutating func settleAll(_ status: MessageOutcome.Status) {
    for message in remaining {
      outcome.messages.append(MessageOutcome(message: message, status: status))
    }
    remaining = []
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

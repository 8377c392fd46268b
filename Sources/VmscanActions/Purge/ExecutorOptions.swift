package import VmscanModel

/// How carefully a purge acts; the defaults are those that Asterisk's own waiting times allow.
package struct ExecutorOptions: Sendable {
  /// Longest wait for a folder lock.
  package var lockWait = Duration.seconds(2)
  /// No further message is taken in a lock hold after half of this time.
  package var longestHold = Duration.milliseconds(500)
  /// About how many files one lock hold renames.
  package var renamesPerHold = 200
  /// Folders whose intents are written to the journal together.
  package var foldersPerWrite = 64
  /// About how many messages they hold together; it bounds the memory of a purge.
  package var messagesPerWrite = 512
  /// Threads that act in different folders at once.
  package var lanes = 1
  /// Goes on although Asterisk runs and cannot be asked who is in a mailbox.
  package var actsUnasked = false
  /// Unlinks from the quarantine at once.
  package var keepsNoQuarantine = false
  /// Owner every folder must have; `nil` when root acts.
  package var expectedOwner: UInt32?
  /// Holds in force when the plan is applied, which may be younger than the plan.
  package var holds: [Hold] = []

  package init() {}

  /// The hold that keeps a message, by what its envelope says now.
  func hold(
    on mailbox: MailboxID, _ keys: EnvelopeKeys, _ message: PlannedMessage, now: Timestamp
  ) -> Hold? {
    holds.first { hold in
      hold.isInForce(at: now)
        && keys.callers.contains {
          hold.scope.covers(mailbox: mailbox, caller: $0, origtime: message.origtime)
        }
    }
  }
}

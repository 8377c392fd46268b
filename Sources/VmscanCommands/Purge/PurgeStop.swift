import VmscanActions
import VmscanModel
import VmscanReports

/// What a purge had done when an error stopped it.
struct PurgeStop {
  /// Messages that are gone for good.
  var unlinked = 0
  /// Messages that a restore brings back.
  var waiting = 0
  var touched: Set<MailboxID> = []

  /// Counts what one run left in the quarantine, where the last messages may lie unrecorded.
  ///
  /// A quarantine on another file system may hold copies of messages that were not removed, so
  /// only what was reported counts there.
  init(after done: Done, _ session: ActionSession, keepsNoQuarantine: Bool) {
    touched = done.touched
    unlinked = keepsNoQuarantine ? done.removed : 0
    waiting = keepsNoQuarantine ? 0 : done.removed
    guard session.quarantine.identity.device == session.spoolIdentity.device else { return }
    var found = 0
    _ = try? session.quarantine.forEachEntry { entry in
      guard entry.place.run == session.identity.run else { return }
      found += 1
      touched.insert(entry.mailbox)
    }
    waiting = max(waiting, found)
  }

  init(unlinked: Int, waiting: Int) {
    self.unlinked = unlinked
    self.waiting = waiting
  }

  /// The failure with what was done before it, which must not be said to be nothing.
  func explain(_ failure: CommandFailure, quarantine: ByteText, run: String) -> CommandFailure {
    guard unlinked > 0 || waiting > 0 else { return failure }
    var done: [String] = []
    if unlinked > 0 { done.append("\(Self.amount(unlinked)) unlinked before") }
    if waiting > 0 {
      done.append(
        "\(Self.amount(waiting)) removed before; \(waiting == 1 ? "it waits" : "they wait") in "
          + "\(quarantine); to undo: vmscan restore --run \(run)")
    }
    return failure.after(done)
  }

  private static func amount(_ count: Int) -> String {
    "\(Wording.count(count, "message", "messages")) had been"
  }

  /// What was reported folder by folder.
  final class Done {
    private(set) var removed = 0
    private(set) var touched: Set<MailboxID> = []
    /// Messages that an earlier run of the same plan has removed, by run.
    private(set) var removedBefore: [String: Int] = [:]

    func noteRemoved(by run: String) { removedBefore[run, default: 0] += 1 }

    func add(_ folder: FolderOutcome) {
      removed += folder.removed
      if folder.removed > 0 { touched.insert(folder.mailbox) }
    }
  }
}

extension CommandFailure {
  /// The same failure after something was done, which it must not deny.
  func after(_ done: [String]) -> CommandFailure {
    let reason = reason.replacing("; nothing was recorded", with: "")
      .replacing("; nothing was changed", with: "")
    var lines = reason.split(separator: "\n").map(String.init)
    lines.insert(contentsOf: done, at: min(1, lines.count))
    return CommandFailure(status, lines.joined(separator: "\n"))
  }
}

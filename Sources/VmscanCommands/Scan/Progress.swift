import Synchronization
import VmscanModel
import VmscanReports

/// Counts on standard error while a scan runs, when that is a terminal.
final class Progress: Sendable {
  private let counts = Mutex((mailboxes: 0, messages: 0, shown: Timestamp(0)))
  private let context: RunContext
  private let isShown: Bool

  init(in context: RunContext, isQuiet: Bool) {
    self.context = context
    isShown = context.terminal.errorIsTerminal && !isQuiet
  }

  func add(messages: Int) {
    guard isShown else { return }
    let now = context.clock()
    let line = counts.withLock { counts -> String? in
      counts.mailboxes += 1
      counts.messages += messages
      guard now > counts.shown else { return nil }
      counts.shown = now
      return "\rvmscan: read \(Wording.count(counts.mailboxes, "mailbox", "mailboxes")), "
        + Wording.count(counts.messages, "message", "messages")
    }
    if let line { try? context.err.write(line) }
  }

  /// Replaces the line by what was not read again, if anything.
  func finish(recalled: Int, of mailboxes: Int) {
    guard isShown else { return }
    try? context.err.write("\r\u{1B}[K")
    guard recalled > 0 else { return }
    try? context.err.writeLine(
      "vmscan: \(recalled) of \(mailboxes) mailboxes are unchanged and were not read again")
  }
}

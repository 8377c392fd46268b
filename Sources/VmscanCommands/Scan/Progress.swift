import Synchronization
import VmscanModel
import VmscanReports

/// A bar on standard error while something takes longer than a second, when that is a terminal.
///
/// Work whose steps cannot be counted is named while it lasts.
///
/// `vmscan: reading 1,240 of 20,000 mailboxes [##                  ]  6 %`
final class Progress: Sendable {
  private struct State {
    var what = ""
    var total: Int?
    var done = 0
    var shown = Timestamp(0)
    var hasLine = false
  }

  private let state = Mutex(State())
  private let context: RunContext
  let isShown: Bool

  init(in context: RunContext, isQuiet: Bool) {
    self.context = context
    isShown = context.terminal.errorIsTerminal && !isQuiet
  }

  /// Begins a new stretch of work; `what` is as in `reading mailboxes`, `total` is what there is to
  /// do, where that is known.
  func begin(_ what: String, of total: Int? = nil) {
    guard isShown else { return }
    let now = context.clock()
    end()
    state.withLock { $0 = State(what: what, total: total, shown: now) }
  }

  /// Begins work whose steps cannot be counted, and says so at once.
  func note(_ what: String) {
    begin(what)
    guard isShown else { return }
    state.withLock { $0.hasLine = true }
    try? context.err.write("\rvmscan: \(what)\u{1B}[K")
  }

  func step(_ count: Int = 1) {
    advance { $0 += count }
  }

  /// So much of the work is done now, of so much.
  func reach(_ done: Int, of total: Int) {
    guard isShown else { return }
    state.withLock { $0.total = total }
    advance { $0 = done }
  }

  private func advance(_ change: (inout Int) -> Void) {
    guard isShown else { return }
    let now = context.clock()
    let width = context.terminal.width
    let line = state.withLock { state -> String? in
      change(&state.done)
      guard now > state.shown else { return nil }
      state.shown = now
      state.hasLine = true
      return Self.line(state.what, done: state.done, of: state.total, width: width)
    }
    if let line { try? context.err.write("\r\(line)\u{1B}[K") }
  }

  /// Takes the bar away.
  func end() { clear() }

  /// Takes the bar away until the next step, so that something else can be printed.
  func clear() {
    guard isShown else { return }
    let hadLine = state.withLock { state in
      defer { state.hasLine = false }
      return state.hasLine
    }
    if hadLine { try? context.err.write("\r\u{1B}[K") }
  }

  /// Takes the bar away and says what was not read again, if anything.
  func end(recalled: Int, of mailboxes: Int) {
    end()
    guard isShown, recalled > 0 else { return }
    try? context.err.writeLine(
      "vmscan: \(Wording.number(recalled)) of \(Wording.number(mailboxes)) mailboxes are unchanged"
        + " and were not read again")
  }

  /// The bar's line, no longer than the terminal is wide.
  static func line(_ what: String, done: Int, of total: Int?, width: Int) -> String {
    guard let total, total > 0 else { return "vmscan: \(what): \(Wording.number(done))" }
    let share = min(100, done * 100 / total)
    let amount =
      "vmscan: \(what): \(Wording.number(min(done, total))) of \(Wording.number(total))"
    let percent = "\(share < 10 ? "  " : share < 100 ? " " : "")\(share) %"
    let room = min(40, width - amount.count - percent.count - 6)
    guard room >= 5 else { return "\(amount) \(percent)" }
    let filled = room * share / 100
    return "\(amount) [\(String(repeating: "#", count: filled))"
      + "\(String(repeating: " ", count: room - filled))] \(percent)"
  }
}

extension RunContext {
  /// Does work whose steps cannot be counted, and names it while it lasts.
  func naming<Value>(
    _ what: String, isQuiet: Bool, _ work: () throws -> Value
  ) rethrows -> Value {
    let progress = Progress(in: self, isQuiet: isQuiet)
    progress.note(what)
    defer { progress.end() }
    return try work()
  }
}

import Synchronization
import VmscanActions
import VmscanModel

/// A journal in memory that dies with the program that writes it but keeps what was appended.
final class MemoryJournal: ActionJournal {
  private let rows = Mutex<[ActionRecord]>([])
  private let killSwitch: Mutex<KillSwitch?>

  init(_ killSwitch: KillSwitch? = nil) { self.killSwitch = Mutex(killSwitch) }

  /// The next program writes to the same journal.
  func revive(_ next: KillSwitch? = nil) { killSwitch.withLock { $0 = next } }

  var all: [ActionRecord] { rows.withLock { $0 } }

  func append(_ record: ActionRecord) throws -> Int64 {
    try append(contentsOf: [record])
    return Int64(all.count)
  }

  func append(contentsOf records: [ActionRecord]) throws {
    // The store may die by itself, but a system error of a file is not its kind of failure.
    if let current = killSwitch.withLock({ $0 }), case .kill = current.action {
      try current.step("journal")
    }
    rows.withLock { $0 += records }
  }

  func unfinished() throws -> [ActionRecord] {
    let rows = all
    return rows.enumerated().filter { index, row in
      row.phase == .intent
        && !rows[(index + 1)...].contains {
          $0.phase == .outcome && $0.run == row.run && $0.kind == row.kind
            && $0.subject == row.subject
        }
    }.map(\.element)
  }

  func records(run: String?) throws -> [ActionRecord] {
    all.filter { run == nil || $0.run == run }
  }
}

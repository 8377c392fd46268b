package import VmscanModel
import VmscanSystem

/// How far a walk believes what earlier scans remember.
package struct SpoolReadingPlan: Sendable {
  package enum Mode: Sendable, Hashable {
    /// Reads everything and remembers it.
    case full
    /// Reads mailboxes in which a directory has changed, by its inode and times.
    case changed
    /// The same, and those in which an envelope was rewritten in place.
    case verified
  }

  package var memory: any SpoolMemory
  package var mode: Mode
  /// What was read longer ago is read again; so is what was read later than now.
  package var longest: Age
  /// The present moment in nanoseconds since 1970.
  package var clock: @Sendable () -> Int64

  package init(
    memory: any SpoolMemory, mode: Mode, longest: Age,
    clock: @escaping @Sendable () -> Int64 = SpoolReadingPlan.systemClock
  ) {
    self.memory = memory
    self.mode = mode
    self.longest = longest
    self.clock = clock
  }

  package static func systemClock() -> Int64 { SystemClock.nanoseconds }

  /// Whether something read at a moment may still be believed.
  func mayBelieve(_ seen: Int64) -> Bool {
    let age = (clock() &- seen) / 1_000_000_000
    return age >= 0 && age <= longest.seconds
  }
}

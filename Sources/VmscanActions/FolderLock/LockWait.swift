import VmscanSystem

/// A bounded wait between tries for a lock; sleeps so that no core is burnt.
struct LockWait {
  private let deadline: ContinuousClock.Instant
  private let pause: Duration

  init(atMost bound: Duration, pause: Duration = .milliseconds(5)) {
    deadline = .now + bound
    self.pause = pause
  }

  /// Sleeps a moment; `false` when the time is over.
  func again() -> Bool {
    guard ContinuousClock.now < deadline else { return false }
    SystemClock.sleep(pause)
    return true
  }
}

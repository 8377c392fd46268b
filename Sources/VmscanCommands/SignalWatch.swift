import Glibc
import VmscanSystem

/// Turns SIGINT, SIGTERM and SIGHUP into a flag, so that no step is left half done.
///
/// A thread waits for the signals, which are blocked everywhere else; nothing runs in a handler.
enum SignalWatch {
  static func start(_ interruption: Interruption) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let watch = Watch(signals: signals, interruption: interruption)
    SystemThread { watch.wait() }?.detach()
  }

  private final class Watch: Sendable {
    private let signals: sigset_t
    private let interruption: Interruption

    init(signals: sigset_t, interruption: Interruption) {
      self.signals = signals
      self.interruption = interruption
    }

    /// The second signal ends the process at once: the user insists.
    func wait() {
      var number: Int32 = 0
      var waited = signals
      guard sigwait(&waited, &number) == 0 else { return }
      interruption.set()
      guard sigwait(&waited, &number) == 0 else { return }
      AtomicFile.discardUnfinished()
      _exit(ExitStatus.interrupted.rawValue)
    }
  }
}

import Glibc

/// Turns SIGINT, SIGTERM and SIGHUP into a flag, so that no step is left half done.
///
/// A thread waits for the signals, which are blocked everywhere else; nothing runs in a handler.
enum SignalWatch {
  static func start(_ interruption: Interruption) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Watch(signals: signals, interruption: interruption))
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Watch>.fromOpaque(argument).takeRetainedValue().wait()
        return nil
      }, box.toOpaque())
    if status == 0 { pthread_detach(thread) } else { box.release() }
  }

  private final class Watch {
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
      _exit(ExitStatus.interrupted.rawValue)
    }
  }
}

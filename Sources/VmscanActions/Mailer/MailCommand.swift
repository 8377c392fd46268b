import Glibc

/// A running mail command that reads from a file, or from a pipe of ours.
struct MailCommand {
  /// Our end of the pipe; -1 when the command reads a file.
  private(set) var input: Int32
  private let child: pid_t

  /// Starts the command without a shell; `nil` when that fails.
  ///
  /// Its standard output is ours, or the descriptor `output`.
  init?(_ command: [String], file: Int32?, output: Int32 = STDOUT_FILENO) {
    guard let program = command.first, !program.isEmpty else { return nil }
    if let file {
      guard let started = Self.spawn(program, command, input: file, output: output) else {
        return nil
      }
      input = -1
      child = started
      return
    }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    let started = Self.spawn(program, command, input: ends[0], output: output)
    close(ends[0])
    guard let started else {
      close(ends[1])
      return nil
    }
    input = ends[1]
    child = started
  }

  private static func spawn(
    _ program: String, _ command: [String], input: Int32, output: Int32
  ) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Also clears close-on-exec when both are the same.
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    if output != STDOUT_FILENO {
      posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // SIGPIPE is ignored here and must not be there.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // Signals that this program waits for in a thread are blocked here and must not be there.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    let result = posix_spawnp(&child, program, &actions, &attributes, &arguments, environ)
    return result == 0 ? child : nil
  }

  /// Lets the command see the end of the mail.
  mutating func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// The exit status, or 128 plus the signal.
  func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return ProofKeepingMailer.cannotRun }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}

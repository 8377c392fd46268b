import CLinuxShims
import Glibc
package import VmscanModel

/// A program that was started, with the signals and the mask a program may expect.
///
/// What this program ignores (SIGPIPE) or blocks for the thread that waits for it (SIGINT, SIGTERM,
/// SIGHUP) a child would inherit: it could then not be stopped, or would write into a broken pipe
/// for ever.
package struct ChildProcess: Sendable {
  /// What one of the three standard streams of a child is.
  package enum Stream: Sendable {
    case inherited
    /// `/dev/null`.
    case null
    case descriptor(CInt)
  }

  /// How a child ended.
  package enum End: Sendable, Hashable {
    case exited(CInt)
    case killed(signal: CInt)

    package var isSuccess: Bool { self == .exited(0) }

    /// The status as a shell has it: 128 plus the signal for a child that was killed.
    package var shellStatus: CInt {
      switch self {
      case .exited(let status): status
      case .killed(let signal): 128 + signal
      }
    }
  }

  package let pid: CInt
  private let hasOwnGroup: Bool

  /// Starts a program without a shell.
  ///
  /// - Parameters:
  ///   - arguments: The program first, by its path, or with `searchesPath` by a name that `PATH`
  ///     leads to.
  ///   - searchesPath: Finds a name without a slash as a shell does.
  ///   - environment: As `NAME=value`; this program's own when `nil`.
  ///   - input: What standard input is.
  ///   - output: What standard output is.
  ///   - errors: What standard error is.
  ///   - hasOwnGroup: Makes it the leader of a process group, which `kill` ends as a whole.
  /// - Throws: The error of starting it.
  package init(
    _ arguments: [ByteText], searchesPath: Bool = false, environment: [ByteText]? = nil,
    input: Stream = .inherited, output: Stream = .inherited, errors: Stream = .inherited,
    hasOwnGroup: Bool = false
  ) throws(SystemError) {
    let words = try CStrings(arguments)
    let variables = try CStrings(environment ?? [])
    guard let program = arguments.first, let name = words.list[0], !program.isEmpty else {
      throw SystemError(code: ENOENT, attempt: "start", path: "")
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    Self.connect(input, to: STDIN_FILENO, O_RDONLY, &actions)
    Self.connect(output, to: STDOUT_FILENO, O_WRONLY, &actions)
    Self.connect(errors, to: STDERR_FILENO, O_WRONLY, &actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags =
      POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (hasOwnGroup ? POSIX_SPAWN_SETPGROUP : 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var child = pid_t()
    let start = searchesPath ? posix_spawnp : posix_spawn
    let code = withExtendedLifetime((words, variables)) {
      start(
        &child, name, &actions, &attributes, words.list,
        environment == nil ? environ : variables.list)
    }
    guard code == 0 else { throw SystemError(code: code, attempt: "start", path: program) }
    (pid, self.hasOwnGroup) = (child, hasOwnGroup)
  }

  private static func connect(
    _ stream: Stream, to number: CInt, _ flags: CInt, _ actions: inout posix_spawn_file_actions_t
  ) {
    switch stream {
    case .inherited: break
    case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", flags, 0)
    case .descriptor(let raw):
      // Clears close-on-exec, too, when both are the same.
      posix_spawn_file_actions_adddup2(&actions, raw, number)
    }
  }

  /// Waits for the end; `nil` when the child cannot be waited for.
  @discardableResult
  package func wait() -> End? {
    var status: CInt = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return Self.end(status)
  }

  /// Waits for the end at most that long; `nil` when the child still runs.
  ///
  /// - Throws: The error of waiting.
  package func wait(atMost bound: Duration) throws(SystemError) -> End? {
    let deadline = ContinuousClock.now + bound
    while true {
      var status: CInt = 0
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid { return Self.end(status) }
      guard ended == 0 || errno == EINTR else { throw .last }
      guard ContinuousClock.now < deadline else { return nil }
      SystemClock.sleep(.milliseconds(5))
    }
  }

  /// Sends a signal to the child, or to its group.
  package func kill(_ signal: CInt = SIGKILL) { Glibc.kill(hasOwnGroup ? -pid : pid, signal) }

  private static func end(_ status: CInt) -> End {
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }
}

/// Texts as C takes a list of them, ended by a null pointer.
private final class CStrings {
  let list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ texts: [ByteText]) throws(SystemError) {
    list = .allocate(capacity: texts.count + 1)
    list.initialize(repeating: nil, count: texts.count + 1)
    count = texts.count
    for (place, text) in texts.enumerated() {
      list[place] = try text.withName { (name) throws(SystemError) in strdup(name) }
    }
  }

  deinit {
    for place in 0..<count { free(list[place]) }
    list.deallocate()
  }
}

/// A pipe, both ends closed in programs that are started.
package struct SystemPipe: ~Copyable {
  package let reading: OwnedDescriptor
  package let writing: OwnedDescriptor

  /// - Throws: The error of making it.
  package init() throws(SystemError) {
    var ends: [CInt] = [-1, -1]
    guard clinux_pipe(&ends) == 0 else { throw .last }
    reading = OwnedDescriptor(adopting: ends[0])
    writing = OwnedDescriptor(adopting: ends[1])
  }

  /// Closes this end of what a child writes, so that its end shows.
  package consuming func closeWriting() -> OwnedDescriptor { reading }

  /// Closes this end of what a child reads.
  package consuming func closeReading() -> OwnedDescriptor { writing }
}

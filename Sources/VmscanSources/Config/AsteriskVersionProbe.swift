import Glibc
package import VmscanModel

/// Asks the Asterisk of this machine for its release by running `asterisk -V`.
///
/// No shell, an empty environment and bounded time; the program must belong to root and be
/// changeable by nobody else, for a scan may run as root.
package struct AsteriskVersionProbe: Sendable {
  package var program: String
  /// Who must own the program.
  package var owner: UInt32
  /// Milliseconds.
  package var patience: Int32

  package init(program: String = "/usr/sbin/asterisk", owner: UInt32 = 0, patience: Int32 = 3000) {
    self.program = program
    self.owner = owner
    self.patience = patience
  }

  /// The release; `nil` when there is no such program, it is not to be trusted or does not answer.
  package func version() -> AsteriskVersion? {
    guard isTrustworthy, let text = output() else { return nil }
    guard text.hasPrefix("Asterisk ") else { return nil }
    return AsteriskVersion(parsing: String(text.dropFirst("Asterisk ".count)))
  }

  private var isTrustworthy: Bool {
    var status = stat()
    return stat(program, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && status.st_uid == owner && status.st_mode & 0o022 == 0 && access(program, X_OK) == 0
  }

  /// At most 4 KiB of what it prints; `nil` when it fails or takes too long.
  private func output() -> String? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    defer { close(ends[0]) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = spawn(output: ends[1])
    close(ends[1])
    guard let child else { return nil }
    let bytes = read(ends[0])
    if bytes == nil { kill(child, SIGKILL) }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    guard status == 0, let bytes else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private func spawn(output: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup("-V"), nil]
    defer { for argument in arguments { free(argument) } }
    var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LC_ALL=C"), nil]
    defer { for variable in environment { free(variable) } }
    var child = pid_t()
    let result = posix_spawn(&child, program, &actions, nil, &arguments, &environment)
    return result == 0 ? child : nil
  }

  /// Everything up to the end, or `nil` once the time is over.
  private func read(_ descriptor: Int32) -> [UInt8]? {
    let end = ContinuousClock.now + .milliseconds(Int(patience))
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= 4096 {
      let left = end - .now
      let milliseconds =
        left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else { return nil }
      var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waited, 1, Int32(clamping: milliseconds))
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return nil }
      let count = Glibc.read(descriptor, &block, block.count)
      if count == 0 { return bytes }
      guard count > 0 else { return nil }
      bytes += block[..<count]
    }
    return nil
  }
}

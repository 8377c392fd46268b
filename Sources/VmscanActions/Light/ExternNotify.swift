import Glibc
package import VmscanModel

/// The site's `externnotify` command, run as Asterisk's user.
///
/// Asterisk makes a shell line of it (`run_externnotify`). Here the command is a shell line, too,
/// but context, mailbox and counts are handed over as arguments, so that nothing in a name is
/// taken for shell text. The command comes from a file that Asterisk may write, so it never runs
/// as root.
package struct ExternNotify: Sendable {
  package var command: ByteText
  package var user: UInt32
  package var group: UInt32
  package var timeout: Duration

  package init(
    command: ByteText, user: UInt32, group: UInt32, timeout: Duration = .seconds(10)
  ) {
    self.command = command
    self.user = user
    self.group = group
    self.timeout = timeout
  }

  /// Why the command failed.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    package var description: String
  }

  /// Runs the command with `context mailbox new old urgent`; new is INBOX alone.
  package func run(_ mailbox: MailboxID, _ counts: AsteriskCounts) throws {
    let numbers = [counts.new - counts.urgent, counts.old, counts.urgent].map { ByteText("\($0)") }
    let arguments =
      try prefix() + ["/bin/sh", "-c", command.appending(" \"$@\""), "externnotify"]
      + [mailbox.context, mailbox.mailbox] + numbers
    try wait(for: try spawn(arguments))
  }

  /// Gives up root's rights for good before the command starts.
  private func prefix() throws -> [ByteText] {
    guard geteuid() == 0, user != 0 else { return [] }
    let tool = "/usr/bin/setpriv"
    guard access(tool, X_OK) == 0 else {
      throw Failure(description: "'\(tool)' is missing and it must not run as root")
    }
    return [
      ByteText(tool), ByteText("--reuid=\(user)"), ByteText("--regid=\(group)"),
      "--clear-groups", "--",
    ]
  }

  private func spawn(_ arguments: [ByteText]) throws -> pid_t {
    var pointers: [UnsafeMutablePointer<CChar>?] = []
    defer { for pointer in pointers { free(pointer) } }
    for argument in arguments { pointers.append(try argument.withPath { strdup($0) }) }
    pointers.append(nil)
    let environment: [UnsafeMutablePointer<CChar>?] = [
      strdup("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), nil,
    ]
    defer { free(environment[0]) }
    // A group of its own, so that what the command starts ends with it.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var pid: pid_t = 0
    let program = arguments.first ?? ""
    let code = try program.withPath {
      posix_spawn(&pid, $0, nil, &attributes, pointers, environment)
    }
    guard code == 0 else { throw SystemError(code: code, attempt: "start", path: program) }
    return pid
  }

  private func wait(for pid: pid_t) throws {
    let limit = LockWait(atMost: timeout, pause: .milliseconds(10))
    var status: Int32 = 0
    repeat {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid {
        guard status == 0 else { throw Failure(description: "it ended with status \(status >> 8)") }
        return
      }
      guard ended == 0 || errno == EINTR else { throw SystemError.last("wait for", command) }
    } while limit.again()
    kill(-pid, SIGKILL)
    waitpid(pid, &status, 0)
    throw Failure(description: "it did not end in time and was stopped")
  }
}

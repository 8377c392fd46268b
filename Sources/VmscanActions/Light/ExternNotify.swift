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
    guard !arguments.contains(where: { $0.bytes.contains(0) }) else {
      throw Failure(description: "a NUL byte in an argument")
    }
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { argument in
      strdup(String(decoding: argument.bytes, as: UTF8.self))
    }
    defer { for pointer in pointers { free(pointer) } }
    pointers.append(nil)
    var environment: [UnsafeMutablePointer<CChar>?] = [
      strdup("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), nil,
    ]
    defer { free(environment[0]) }
    var pid: pid_t = 0
    let code = posix_spawn(
      &pid, String(decoding: arguments[0].bytes, as: UTF8.self), nil, nil, pointers, &environment)
    guard code == 0 else {
      throw SystemError(code: code, attempt: "start", path: arguments[0])
    }
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
    kill(pid, SIGKILL)
    waitpid(pid, &status, 0)
    throw Failure(description: "it did not end in time and was stopped")
  }
}

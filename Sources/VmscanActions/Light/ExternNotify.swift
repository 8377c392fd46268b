import Glibc
package import VmscanModel
import VmscanSystem

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
    let child = try ChildProcess(
      arguments, environment: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      hasOwnGroup: true)
    guard let end = try child.wait(atMost: timeout) else {
      // What the command started ends with its group.
      child.kill()
      child.wait()
      throw Failure(description: "it did not end in time and was stopped")
    }
    guard end.isSuccess else {
      throw Failure(description: "it ended with status \(end.shellStatus)")
    }
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
}

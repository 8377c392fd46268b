import Foundation

/// A shell command that runs beside the test.
final class Background {
  private let scratch: Scratch
  private var child = pid_t()
  private var status: Int32?

  init(_ command: String) throws {
    scratch = try Scratch()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(
      &actions, STDOUT_FILENO, scratch.path + "/out", create, 0o600)
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    let words = CStrings(["/bin/bash", "-c", command])
    let error = posix_spawn(&child, "/bin/bash", &actions, nil, words.pointers, environ)
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOENT) }
  }

  deinit {
    if status == nil {
      kill(child, SIGTERM)
      waitpid(child, nil, 0)
    }
  }

  var isRunning: Bool {
    guard status == nil else { return false }
    var raw: Int32 = 0
    if waitpid(child, &raw, WNOHANG) == child { status = raw }
    return status == nil
  }

  /// Standard output and standard error together, so far.
  var output: String { (try? String(contentsOfFile: scratch.path + "/out", encoding: .utf8)) ?? "" }
}

import Foundation
import Glibc
import Testing

/// A finished program: status and both streams.
struct Finished: Sendable {
  var status: Int32
  var output: String
  /// Standard output one character a byte, for bytes that are not UTF-8.
  var latin: String
  var errors: String

  var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false) }
}

/// Runs programs the way a shell user would.
enum Program {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let fixtures = root.appending(path: "Tests/Fixtures")

  /// The binary under test: `VMSCAN_BINARY`, else the debug build beside the tests.
  static let vmscan: String =
    ProcessInfo.processInfo.environment["VMSCAN_BINARY"]
    ?? root.appending(path: ".build/debug/vmscan").path

  /// Runs a program to its end; what it leaves running in the background is not waited for.
  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    input: String? = nil
  ) throws -> Finished {
    let scratch = try Scratch()
    let paths = (out: scratch.path + "/out", err: scratch.path + "/err", in: scratch.path + "/in")
    try Data((input ?? "").utf8).write(to: URL(filePath: paths.in))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let create = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, paths.in, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, paths.out, create, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, paths.err, create, 0o600)
    var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VMSCAN_") }
    variables["NO_COLOR"] = nil
    variables.merge(environment) { _, new in new }
    let words = CStrings([program] + arguments)
    let settings = CStrings(variables.map { "\($0.key)=\($0.value)" })
    var child = pid_t()
    // The threads of the test runner block signals; a shell's user does not.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let error = posix_spawn(
      &child, program, &actions, &attributes, words.pointers, settings.pointers)
    guard error == 0 else { throw POSIXError(POSIXErrorCode(rawValue: error) ?? .ENOENT) }
    return Finished(
      status: wait(for: child), output: try text(at: paths.out), latin: try latin(at: paths.out),
      errors: try text(at: paths.err))
  }

  /// The exit status, or 128 plus the signal.
  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  static func vmscan(_ arguments: String...) throws -> Finished {
    try run(vmscan, arguments + ["--config", "/dev/null"])
  }

  private static func latin(at path: String) throws -> String {
    String(try Data(contentsOf: URL(filePath: path)).map { Character(Unicode.Scalar($0)) })
  }

  private static func text(at path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}

/// A directory that goes with the value.
final class Scratch: Sendable {
  let path: String

  init() throws {
    var template = Array((NSTemporaryDirectory() + "/vmscan-e2e-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template), let real = realpath(made, nil) else {
      throw CocoaError(.fileWriteUnknown)
    }
    defer { free(real) }
    path = String(cString: real)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// C strings for `execve`, freed with the value.
final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

  deinit { for pointer in pointers { free(pointer) } }
}

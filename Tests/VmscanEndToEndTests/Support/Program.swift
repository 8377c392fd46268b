import Foundation
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

  static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    input: String? = nil
  ) throws -> Finished {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VMSCAN_") }
    variables["NO_COLOR"] = nil
    variables.merge(environment) { _, new in new }
    process.environment = variables
    let scratch = try Scratch()
    let paths = (scratch.path + "/out", scratch.path + "/err", scratch.path + "/in")
    for path in [paths.0, paths.1] { try Data().write(to: URL(filePath: path)) }
    try Data((input ?? "").utf8).write(to: URL(filePath: paths.2))
    process.standardOutput = FileHandle(forWritingAtPath: paths.0)
    process.standardError = FileHandle(forWritingAtPath: paths.1)
    process.standardInput = FileHandle(forReadingAtPath: paths.2)
    try process.run()
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    return Finished(
      status: status, output: try text(at: paths.0), latin: try latin(at: paths.0),
      errors: try text(at: paths.1))
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
    guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
    path = String(cString: made)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

import Foundation
import Testing

extension Lab {
  /// Runs `vmscan` in the lab's network, where the manager listens, on the host's files.
  static func vmscan(_ arguments: [String]) throws -> Finished {
    let root = try ask("path", "root").trimmingCharacters(in: .whitespacesAndNewlines)
    let state = URL(filePath: root).deletingLastPathComponent().appending(path: "state/pid")
    let words = try String(contentsOf: state, encoding: .utf8).split(whereSeparator: \.isWhitespace)
    let initial = try #require(words.last.map(String.init))
    return try Program.run(
      "/usr/bin/nsenter", ["--target", initial, "--net", "--", Program.vmscan] + arguments)
  }

  /// Removes everything of a mailbox, and what waits in quarantine.
  static func emptyMailbox(_ number: String) throws {
    let lab = try Lab()
    let files = FileManager.default
    try? files.removeItem(atPath: lab.spool + "/default/" + number)
    try? files.removeItem(
      atPath: URL(filePath: lab.spool).deletingLastPathComponent().path + "/vmscan-quarantine")
  }

  /// Hides Asterisk's control socket while `body` runs.
  static func withoutControlSocket(_ body: () throws -> Void) throws {
    try ask("exec", "mv", "/run/asterisk/asterisk.ctl", "/run/asterisk/hidden.ctl")
    defer { _ = try? ask("exec", "mv", "/run/asterisk/hidden.ctl", "/run/asterisk/asterisk.ctl") }
    try body()
  }

  /// Waits at most 20 s for something to become true.
  static func waitFor(_ condition: () throws -> Bool) throws {
    let deadline = Date().addingTimeInterval(20)
    while try !condition() {
      try #require(Date() < deadline, "waited in vain")
      usleep(200_000)
    }
  }
}

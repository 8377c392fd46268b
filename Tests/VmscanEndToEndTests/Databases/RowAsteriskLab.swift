import Foundation
import Testing

/// The Asterisks of `scripts/row-lab`.
enum RowAsterisk {
  private static let environment = ProcessInfo.processInfo.environment
  static let directory = environment["VMSCAN_ROW_LAB"] ?? ""
  static let isUp = DatabaseLab.isUp && !directory.isEmpty && !suites.isEmpty
  static let whyNot = Comment(
    rawValue: environment["VMSCAN_ROW_LAB_REASON"]
      ?? "no Asterisk on a database: run scripts/test as root, on Debian or Ubuntu")
  /// Suites of Debian whose Asterisk is built: bullseye has 16, sid has 22.
  static let suites = (environment["VMSCAN_ROW_LAB_SUITES"] ?? "bullseye")
    .split(separator: " ").map(String.init)
  /// `VoicemailRemove` came with 18.20.
  static let removing = suites.filter { $0 != "bullseye" }
}

/// One of them, running with an engine, whose table is empty.
final class RowAsteriskLab {
  let database: DatabaseLab
  private let suite: String
  private let scratch: Scratch

  init(_ suite: String, _ engine: Engine) throws {
    self.suite = suite
    database = try DatabaseLab(engine)
    scratch = try Scratch()
    try database.sql("GRANT SELECT, INSERT, UPDATE, DELETE ON voicemessages TO \(database.user)")
    // Asterisk 22 writes no macrocontext, and cannot read a row in which a column is NULL.
    if suite != "bullseye" {
      try database.sql("ALTER TABLE voicemessages DROP COLUMN macrocontext")
    }
    let settings = scratch.path + "/vmscan.yaml"
    try "ami: {user: lab, secret: lab}\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: settings)
    let started = try run(["up", engine.rawValue])
    try #require(started.status == 0, "\(started.errors)")
    // What an earlier call could not store lies beside the rows.
    for leftover in ["vmscan-quarantine", "voicemail/default"] {
      try? FileManager.default.removeItem(
        atPath: RowAsterisk.directory + "/\(suite)/root/var/spool/asterisk/" + leftover)
    }
  }

  deinit { _ = try? run(["down"]) }

  var path: String { scratch.path }
  var script: String { Program.root.appending(path: "scripts/row-lab").path }

  func run(_ words: [String]) throws -> Finished {
    try Program.run(
      "/bin/bash", [script, "--suite", suite] + words, environment: environment)
  }

  var environment: [String: String] {
    [
      "VMSCAN_ROW_LAB": RowAsterisk.directory, "VMSCAN_DATABASES": DatabaseLab.directory,
      "VMSCAN_BINARY": Program.vmscan, "ODBCINI": DatabaseLab.directory + "/odbc.ini",
    ]
  }

  /// Two days from now, so that every message is older than a day.
  func vmscan(_ words: [String], settings: String = "/dev/null") throws -> Finished {
    let future = Int(Date().timeIntervalSince1970) + 2 * 86400
    return try run(
      ["vmscan"] + words + [
        "--db", scratch.path + "/vmscan.db", "--config", settings, "--now", "@\(future)",
      ])
  }

  /// With the manager's login.
  func throughManager(_ words: [String]) throws -> Finished {
    try vmscan(words, settings: scratch.path + "/vmscan.yaml")
  }

  func leave(_ count: Int) throws {
    let done = try run(["lab", "leave-message", "-n", "\(count)", "-l", "1", "1001"])
    try #require(done.status == 0, "\(done.errors)")
  }

  /// Numbers of a folder of mailbox 1001.
  func numbers(_ folder: String) throws -> [Int] {
    try database.sql(
      "SELECT msgnum FROM voicemessages WHERE dir = '\(DatabaseLab.spool)/default/1001/\(folder)' "
        + "AND msgnum >= 0 ORDER BY msgnum"
    ).split(separator: "\n").compactMap { Int($0) }
  }
}

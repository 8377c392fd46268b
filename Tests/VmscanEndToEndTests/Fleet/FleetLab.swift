import Foundation
import Testing

/// A fleet's database on the PostgreSQL that `scripts/database-lab up` started, prepared, with roles
/// that may publish as the hosts `pbx1` and `pbx2` and one that may only read.
final class FleetLab {
  let database: String
  let scratch: Scratch

  init(prepared: Bool = true) throws {
    scratch = try Scratch()
    database = "fleet_\(UUID().uuidString.prefix(8).lowercased())"
    try sql("CREATE DATABASE \(database)", in: "postgres")
    try sql(
      """
      DO $$ BEGIN
        PERFORM pg_advisory_lock(7);
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'pbx1') THEN
          CREATE ROLE pbx1 LOGIN PASSWORD 'first'; CREATE ROLE pbx2 LOGIN PASSWORD 'second';
          CREATE ROLE officer LOGIN PASSWORD 'third'; CREATE ROLE stranger LOGIN PASSWORD 'none';
        END IF;
        PERFORM pg_advisory_unlock(7);
      END $$
      """)
    guard prepared else { return }
    let done = try publish(as: "postgres", "--prepare")
    try #require(done.status == 0, "\(done.errors)")
    try sql("GRANT vmscan_publisher TO pbx1, pbx2; GRANT vmscan_reader TO officer")
  }

  deinit { _ = try? sql("DROP DATABASE \(database) WITH (FORCE)", in: "postgres") }

  /// Where the server listens; nothing else does there.
  static var socket: String { DatabaseLab.directory + "/postgres" }

  func url(_ role: String) -> String { "postgres://\(role)@/\(database)?host=\(Self.socket)" }

  static let passwords = [
    "pbx1": "first", "pbx2": "second", "officer": "third", "stranger": "none",
  ]

  @discardableResult
  func sql(_ text: String, in other: String? = nil) throws -> String {
    let done = try Program.run(
      "/usr/bin/psql",
      [
        "-qAtX", "-v", "ON_ERROR_STOP=1", "-h", Self.socket, "-U", "postgres", "-d",
        other ?? database,
      ], input: text)
    try #require(done.status == 0, "\(done.errors)")
    return done.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func publish(
    as role: String, _ words: String..., environment: [String: String] = [:]
  ) throws -> Finished {
    try Program.run(
      Program.vmscan, ["publish", "--to", url(role), "--config", "/dev/null"] + words,
      environment: ["PGPASSWORD": Self.passwords[role] ?? ""].merging(environment) { $1 })
  }

  func fleet(_ words: String..., role: String = "officer") throws -> Finished {
    try Program.run(
      Program.vmscan, ["fleet"] + words + ["--from", url(role), "--config", "/dev/null"],
      environment: ["PGPASSWORD": Self.passwords[role] ?? ""])
  }
}

/// A PBX with a history of its own.
final class FleetHost {
  let name: String
  let scratch: Scratch
  let lab: FleetLab

  init(_ name: String, in lab: FleetLab) throws {
    self.name = name
    self.lab = lab
    scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: etc, withIntermediateDirectories: true)
    try configure("1001 => 481516,Alice Example,alice@example.com,,attach=yes\n")
    try message(box: "1001", 0)
  }

  var etc: String { scratch.path + "/etc" }
  var spool: String { scratch.path + "/voicemail" }
  var history: String { scratch.path + "/vmscan.db" }
  var site: String { "\(name):\(spool)" }

  func configure(_ lines: String) throws {
    try "[general]\nattach=yes\n[default]\n\(lines)".write(
      toFile: etc + "/voicemail.conf", atomically: true, encoding: .isoLatin1)
    try "[directories]\n".write(
      toFile: etc + "/asterisk.conf", atomically: true, encoding: .utf8)
  }

  func message(box: String, _ number: Int) throws {
    let inbox = "\(spool)/default/\(box)/INBOX"
    try FileManager.default.createDirectory(
      atPath: inbox, withIntermediateDirectories: true)
    let base = "\(inbox)/msg000\(number)"
    try "RIFF".write(toFile: base + ".wav", atomically: true, encoding: .utf8)
    try """
    [message]
    origmailbox=\(box)
    callerid="Zoe" <5550123>
    origtime=17900000\(10 + number)
    msg_id=17900000\(10 + number)-0000000\(number)
    duration=7

    """.write(toFile: base + ".txt", atomically: true, encoding: .utf8)
  }

  func scan(_ now: String) throws {
    let done = try Program.run(
      Program.vmscan,
      [
        "scan", "--quiet", "--own-domain", "example.com", "--asterisk-etc", etc, "--spool", spool,
        "--db", history, "--config", "/dev/null", "--now", now,
      ], environment: ["VMSCAN_HOST": name])
    try #require([0, 1, 3].contains(done.status), "\(done.errors)")
  }

  /// Places a hold on the mailbox.
  func hold() throws {
    let done = try Program.run(
      Program.vmscan,
      [
        "hold", "add", "--matter", "case-17", "--owner", "Records Office", "--mailbox",
        "1001@default", "--db", history, "--config", "/dev/null",
      ], environment: ["VMSCAN_HOST": name])
    try #require(done.status == 0, "\(done.errors)")
  }

  /// Nights of which each has another message, from the first of a month on.
  func nights(_ count: Int, from first: Int = 1) throws {
    for night in first..<(first + count) {
      try message(box: "1001", night % 10)
      try scan("2027-01-\(night < 10 ? "0" : "")\(night)T04:00:00Z")
    }
  }

  func publish(as role: String? = nil, _ words: String..., db: String? = nil) throws -> Finished {
    try Program.run(
      Program.vmscan,
      ["publish", "--to", lab.url(role ?? name), "--config", "/dev/null", "--db", db ?? history]
        + words,
      environment: [
        "PGPASSWORD": FleetLab.passwords[role ?? name] ?? "", "VMSCAN_HOST": name,
      ])
  }

  /// The rows of a view in the local history, as `psql -At` would print them.
  func local(_ query: String) throws -> String {
    let done = try Program.run("/usr/bin/sqlite3", ["-separator", "|", history, query])
    try #require(done.status == 0, "\(done.errors)")
    return done.output.trimmingCharacters(in: .newlines)
  }
}

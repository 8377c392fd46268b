import Foundation
import Testing

/// The servers that `scripts/database-lab up` started, as `scripts/test` has it do.
enum Engine: String, CaseIterable, Sendable {
  case postgres, mariadb
}

struct DatabaseLab: Sendable {
  static let directory = ProcessInfo.processInfo.environment["VMSCAN_DATABASES"] ?? ""
  static let isUp = !directory.isEmpty
  static let whyNot = Comment(
    rawValue: ProcessInfo.processInfo.environment["VMSCAN_DATABASES_REASON"]
      ?? "no real databases: run scripts/test, or scripts/database-lab up, on Debian or Ubuntu")
  static let spool = "/var/spool/asterisk/voicemail"

  let engine: Engine
  private let scratch: Scratch

  /// A site whose messages and realtime mailboxes are in empty tables.
  init(_ engine: Engine) throws {
    self.engine = engine
    scratch = try Scratch()
    let blob = engine == .postgres ? "bytea" : "longblob"
    try sql(
      """
      DROP TABLE IF EXISTS voicemessages;
      DROP TABLE IF EXISTS voicemail;
      CREATE TABLE voicemessages (
        dir varchar(255) NOT NULL, msgnum integer NOT NULL, context varchar(80),
        macrocontext varchar(80), callerid varchar(80), origtime integer, duration integer,
        recording \(blob), flag varchar(30), category varchar(30), mailboxuser varchar(30),
        mailboxcontext varchar(30), msg_id varchar(40), PRIMARY KEY (dir, msgnum));
      CREATE TABLE voicemail (
        uniqueid integer PRIMARY KEY, context varchar(80) NOT NULL, mailbox varchar(80) NOT NULL,
        password varchar(80) NOT NULL, fullname varchar(80), email varchar(80), pager varchar(80),
        attach varchar(3), deletevoicemail varchar(3), maxmsg integer, volgain numeric(5,2));
      GRANT SELECT ON voicemessages TO \(user);
      GRANT SELECT ON voicemail TO \(user);
      """)
    try configure()
  }

  var etc: String { scratch.path + "/etc" }
  var user: String { engine == .postgres ? "asterisk" : "asterisk@localhost" }
  var history: String { scratch.path + "/vmscan.db" }

  static var password: String {
    get throws { try String(contentsOfFile: directory + "/password", encoding: .utf8) }
  }

  /// Writes the files that lead from `voicemail.conf` to the server.
  func configure(
    source: String? = nil, password: String? = nil, table: String = "voicemessages"
  ) throws {
    let secret = try (password ?? Self.password).replacing(";", with: "\\;")
    let files = [
      "asterisk.conf": "[directories]\nastetcdir => /etc/asterisk\n",
      "modules.conf": "[modules]\nautoload=no\nload => app_voicemail_odbc.so\n",
      "extconfig.conf": "[settings]\nvoicemail => odbc,asterisk,voicemail\n",
      "res_odbc.conf": """
      [asterisk]
      enabled => yes
      dsn => \(source ?? "lab-\(engine.rawValue)")
      username => asterisk
      password => \(secret)
      """,
      "voicemail.conf": """
      [general]
      odbcstorage=asterisk
      odbctable=\(table)
      [default]
      1001 => 8265,Anna Example,anna@example.com
      1002 => 7351,Bob Example,bob@gmail.com,,attach=yes
      """,
    ]
    try FileManager.default.createDirectory(
      atPath: etc, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(toFile: etc + "/" + name, atomically: true, encoding: .utf8)
    }
  }

  @discardableResult
  func sql(_ text: String) throws -> String {
    let done = try Self.script(["sql", engine.rawValue], input: text)
    return done.output
  }

  func start() throws { try Self.script(["start", engine.rawValue]) }
  func stop() throws { try Self.script(["stop", engine.rawValue]) }

  @discardableResult
  static func script(_ words: [String], input: String? = nil) throws -> Finished {
    let done = try Program.run(
      "/bin/bash",
      [Program.root.appending(path: "scripts/database-lab").path, "--dir", directory] + words,
      input: input)
    guard done.status == 0 else { throw LabError(text: "database-lab \(words): \(done.errors)") }
    return done
  }

  func vmscan(
    _ words: String..., environment: [String: String] = [:], now: String = "2026-11-29T00:00:00Z",
    spool: String = spool
  ) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", etc, "--spool", spool, "--db", history, "--config", "/dev/null",
        "--now", now,
      ],
      environment: ["ODBCINI": Self.directory + "/odbc.ini"].merging(environment) { $1 })
  }

  /// Inserts a message row; a time of 0 and an empty `id` make a damaged one.
  func leave(
    _ folder: String, _ number: Int, time: Int = 1_795_000_000, id: String? = nil,
    caller: String = "\"Zoë Müller\" <5550123>", flag: String = "", root: String = spool,
    audio: Int = 2530
  ) -> String {
    """
    INSERT INTO voicemessages VALUES ('\(root)/\(folder)', \(number),
      '\(time == 0 ? "" : "from-internal")', '', '\(caller)', \(time), 7, repeat('x', \(audio))\(
      engine == .postgres ? "::bytea" : ""), '\(flag)', NULL, '1001', 'default',
      '\(id ?? "\(time)-\(folder.count)-\(number)")');

    """
  }
}

/// Everything that fills and empties the one table of messages: one test after the other.
@Suite(.serialized, .enabled(if: DatabaseLab.isUp, DatabaseLab.whyNot)) struct DatabaseLabTests {}

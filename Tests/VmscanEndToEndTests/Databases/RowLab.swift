import Foundation

/// A site whose messages are rows, with the directories in which its Asterisk would lock.
struct RowLab: Sendable {
  let lab: DatabaseLab
  let spool: String
  private let scratch: Scratch

  init(_ engine: Engine) throws {
    scratch = try Scratch()
    spool = scratch.path + "/spool/voicemail"
    lab = try DatabaseLab(engine)
    try lab.sql("GRANT SELECT, INSERT, UPDATE, DELETE ON voicemessages TO \(lab.user)")
    for folder in ["1001/INBOX", "1001/Old", "1002/INBOX", "1002/Old"] {
      try FileManager.default.createDirectory(
        atPath: "\(spool)/default/\(folder)", withIntermediateDirectories: true)
    }
  }

  /// Five messages of one folder, each with another recording; those numbered 1 and 3 are old.
  func fill() throws {
    try lab.sql(
      "DELETE FROM voicemessages;\n"
        + (0..<5).map { number in
          lab.leave(
            "default/1001/INBOX", number,
            time: number % 2 == 1 ? 1_700_000_000 + number : 1_795_800_000,
            id: "id-\(number)", flag: number == 3 ? "Urgent" : "", root: spool,
            audio: 1000 + number * 100)
        }.joined())
  }

  /// What each row says but its number, by its `msg_id`.
  func contents() throws -> [String: String] {
    let columns = [
      "dir", "context", "macrocontext", "callerid", "origtime", "duration", "flag", "category",
      "mailboxuser", "mailboxcontext",
    ]
    let parts = columns.map { "coalesce(cast(\($0) as char(99)), 'NULL')" }
    let recording = lab.engine == .postgres ? "md5(recording)" : "md5(recording)"
    let text = "concat(\((parts + [recording]).joined(separator: ", '|', ")))"
    var contents: [String: String] = [:]
    for line in try lab.sql("SELECT concat(msg_id, '=', \(text)) FROM voicemessages")
      .split(separator: "\n")
    {
      let parts = line.split(separator: "=", maxSplits: 1)
      contents["\(parts[0])"] = "\(parts.last ?? "")"
    }
    return contents
  }

  /// Numbers of a folder, and the messages in their order.
  func order(_ folder: String = "default/1001/INBOX") throws -> (numbers: [Int], ids: [String]) {
    let answer = try lab.sql(
      "SELECT concat(msgnum, ' ', msg_id) FROM voicemessages WHERE dir = '\(spool)/\(folder)' "
        + "ORDER BY msgnum")
    let lines = answer.split(separator: "\n").map { $0.split(separator: " ") }
    return (lines.compactMap { Int($0[0]) }, lines.map { String($0.last ?? "") })
  }

  func vmscan(_ words: [String], environment: [String: String] = [:]) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", lab.etc, "--spool", spool, "--db", lab.history, "--config", "/dev/null",
        "--now", "2026-11-29T00:00:00Z",
      ],
      environment: ["ODBCINI": DatabaseLab.directory + "/odbc.ini"].merging(environment) { $1 })
  }

  static let purge = ["purge", "--folder", "INBOX", "--older", "30d", "--yes"]
}

/// The library that cuts at a statement, built once.
struct CutLibrary {
  /// One place at which a run can be cut.
  struct Point: Sendable {
    var number: Int
    var text: String
  }

  private let scratch: Scratch

  /// Every eighth point, or all of them with `VMSCAN_ALL_CUTS`, which takes half an hour.
  static func chosen(_ points: [Point]) -> [Point] {
    guard ProcessInfo.processInfo.environment["VMSCAN_ALL_CUTS"] == nil else { return points }
    return points.enumerated().filter { $0.offset % 8 == 3 }.map(\.element)
  }

  /// - Throws: `LabError` when there is no C compiler.
  init() throws {
    scratch = try Scratch()
    let done = try Program.run(
      "/usr/bin/env",
      [
        "cc", "-shared", "-fPIC", "-O1", "-o", scratch.path + "/libodbc.so.2",
        Program.fixtures.appending(path: "databases/cut.c").path, "-ldl",
      ])
    guard done.status == 0 else { throw LabError(text: "cut.c: \(done.errors)") }
  }

  static let whyNot: String? = {
    let done = try? Program.run("/usr/bin/env", ["cc", "--version"])
    return done?.status == 0 ? nil : "no C compiler to build the library that cuts"
  }()

  private var real: String {
    let names = [
      "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
    ]
    return names.map { $0 + "/libodbc.so.2" }.first(where: FileManager.default.fileExists(atPath:))
      ?? "libodbc.so.2"
  }

  /// Variables that cut at a point; without one they only list the points.
  func environment(_ how: String = "none", at point: Int = -1) -> [String: String] {
    [
      "LD_LIBRARY_PATH": scratch.path, "CUT_LIBRARY": real, "CUT_LOG": scratch.path + "/log",
      "CUT_AT": "\(point)", "CUT_HOW": how,
    ]
  }

  /// The points of the last run, from the first one of a session that may change rows.
  func points() throws -> [Point] {
    let log = try String(contentsOfFile: scratch.path + "/log", encoding: .utf8)
    try FileManager.default.removeItem(atPath: scratch.path + "/log")
    let points = log.split(separator: "\n").compactMap { line -> Point? in
      let parts = line.split(separator: " ", maxSplits: 1)
      return Int(parts[0]).map { Point(number: $0, text: String(parts.last ?? "")) }
    }
    return Array(points.drop { !$0.text.contains("SET ") })
  }
}

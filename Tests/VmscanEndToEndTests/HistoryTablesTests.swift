import Foundation
import Testing

/// The questions that docs/history.md shows, asked of a real history by others' programs, and the
/// answers of the program itself.
struct HistoryTablesTests {
  private let copy: SpoolCopy
  private let etc: String

  private static let credentials = Program.fixtures.appending(path: "credentials").path
  private static let document = Program.root.appending(path: "docs/history.md")
  private static let times = [
    "2027-01-10T08:00:00Z", "2027-01-20T08:00:00Z", "2027-02-15T08:00:00Z",
  ]

  /// Three runs, between which addresses change, a hold is placed, an exposure is accepted and
  /// messages are purged.
  init() throws {
    copy = try SpoolCopy()
    etc = copy.path + "/etc"
    let laid = try Program.run("/bin/cp", ["-r", copy.etc, etc])
    try #require(laid.status == 0)
    let devices = try Program.run(
      "/bin/sh",
      [
        "-c", "cp \"$0\"/freepbx-split/[mp]* \"$0\"/manager-users/manager.conf \"$1\"",
        Self.credentials, etc,
      ])
    try #require(devices.status == 0, "\(devices.errors)")
    try scan(Self.times[0])
    try edit("@gmail.com", to: "@outlook.com")
    _ = try vmscan([
      "hold", "add", "--mailbox", "1002@default", "--matter", "case 1", "--owner", "legal",
    ])
    _ = try vmscan(
      [
        "accept", "add", "--rule", "VM-604", "--owner", "Ann O'Hara", "--reason", "b",
        "--no-expiry",
      ])
    try scan(Self.times[1])
    let purge = try vmscan(
      ["purge", "--emailed", "--older", "30d", "--mailbox", "1001@default", "--yes"],
      isOnSpool: true)
    try #require([0, 1].contains(purge.status), "\(purge.errors)")
    try edit("alice@example.com", to: "alice@gmail.com")
    try scan(Self.times[2])
  }

  private func scan(_ now: String) throws {
    let done = try vmscan(
      ["scan", "--quiet", "--own-domain", "example.com"], now: now, isOnSpool: true)
    try #require(done.status == 0, "\(done.errors)")
  }

  private func vmscan(
    _ words: [String], now: String = times[2], isOnSpool: Bool = false
  ) throws -> Finished {
    let places = isOnSpool ? ["--asterisk-etc", etc, "--spool", copy.spool] : []
    return try Program.run(
      Program.vmscan,
      words + places + ["--db", copy.database, "--config", "/dev/null", "--now", now])
  }

  /// Replaces a text in every file of the configuration.
  private func edit(_ text: String, to other: String) throws {
    let done = try Program.run(
      "/bin/sh", ["-c", "grep -rl \"$1\" \"$0\" | xargs sed -i \"s/$1/$2/\"", etc, text, other])
    try #require(done.status == 0, "\(done.errors)")
  }

  // MARK: - Questions

  private struct Question {
    var number: Int
    var sql: String
  }

  /// Each heading with a number, and the block of SQL behind it.
  private static func questions() throws -> [Question] {
    let text = try String(contentsOf: document, encoding: .utf8)
    return text.components(separatedBy: "\n### ").dropFirst().compactMap { part in
      guard let number = Int(part.prefix { $0.isNumber }),
        let block = part.components(separatedBy: "```sql\n").dropFirst().first
      else { return nil }
      return Question(number: number, sql: block.components(separatedBy: "```")[0])
    }
  }

  /// Answers of Python's sqlite3 to questions, every value as text, none as `-`.
  private func answers(_ sql: [String], of database: String) throws -> [[[String]]] {
    let done = try Program.run(
      "/usr/bin/python3",
      [
        "-c",
        """
        import json, sqlite3, sys
        db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
        print(json.dumps([
            [["-" if v is None else str(v) for v in row] for row in db.execute(q)]
            for q in json.load(sys.stdin)]))
        """, database,
      ], input: String(decoding: try JSONEncoder().encode(sql), as: UTF8.self))
    try #require(done.status == 0, "\(done.errors)")
    return try JSONDecoder().decode([[[String]]].self, from: Data(done.output.utf8))
  }

  // MARK: - The program's own answers

  private typealias Object = [String: Any]

  private func json(_ words: [String]) throws -> Object {
    let done = try vmscan(words + ["--format", "json"])
    try #require([0, 1].contains(done.status), "\(words): \(done.errors)")
    let parsed = try JSONSerialization.jsonObject(with: Data(done.output.utf8))
    return try #require(parsed as? Object)
  }

  private func list(_ words: [String], _ key: String) throws -> [Object] {
    try #require(try json(words)[key] as? [Object])
  }

  private func text(_ value: Any?) -> String {
    switch value {
    case let number as NSNumber: number.stringValue
    case let text as String: text
    default: "-"
    }
  }

  private func seconds(_ value: Any?) throws -> String {
    guard let text = value as? String else { return "-" }
    return "\(Int(try Date(text, strategy: .iso8601).timeIntervalSince1970))"
  }

  private func box(_ mailbox: Object) -> String {
    text(mailbox["mailbox"]) + "@" + text(mailbox["context"])
  }

  private func recipients(_ mailbox: Object) -> [Object] {
    mailbox["recipients"] as? [Object] ?? []
  }

  private func folders(_ mailbox: Object) -> [Object] {
    (mailbox["folders"] as? [String: Object] ?? [:]).map(\.value)
  }

  private func number(_ value: Any?) -> Int { (value as? NSNumber)?.intValue ?? 0 }

  private static let severities = ["critical", "high", "medium", "low", "informational"]

  private func expected() throws -> [Int: [[String]]] {
    let report = try json(["report"])
    let all = try #require(report["findings"] as? [Object])
    let findings = all.filter { text($0["status"]) != "solved" }
    let mailboxes = try #require(report["mailboxes"] as? [Object])
    let totals = try #require(report["totals"] as? Object)
    let coverage = try #require(report["coverage"] as? Object)
    let runs = try (1...3).map { try json(["report", "--run", "\($0)"]) }
    var answers: [Int: [[String]]] = [:]
    answers[1] = try list(["history", "sites"], "sites").map {
      [text($0["site"]), text($0["runs"]), text($0["latestRun"])]
    }
    answers[2] = try list(["history", "trend"], "trend").map { run in
      ["run", "mailboxes", "messages", "retainedEmailed", "critical", "high"].map { text(run[$0]) }
    }
    answers[3] = (coverage["problems"] as? [Object] ?? []).map { problem in
      ["kind", "path", "detail"].map { text(problem[$0]) }
    }.sorted { $0.lexicographicallyPrecedes($1) }
    answers[4] = findings.filter { text($0["status"]) != "accepted" }.sorted { left, right in
      func key(_ finding: Object) -> (Int, String, String, String) {
        (
          Self.severities.firstIndex(of: text(finding["severity"])) ?? 9, text(finding["rule"]),
          text(finding["subject"]), text(finding["fingerprint"])
        )
      }
      return key(left) < key(right)
    }.map { [text($0["rule"]), text($0["subject"]), text($0["status"])] }
    for (question, key) in [(5, "message"), (6, "remedy")] {
      answers[question] = findings.map { [text($0["fingerprint"]), text($0[key])] }
        .sorted { $0[0] < $1[0] }
    }
    answers[7] = Dictionary(grouping: findings) { text($0["rule"]) }
      .map { ($0.key, $0.value.count) }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .map { [$0.0, "\($0.1)"] }
    answers[8] = findings.filter { text($0["status"]) == "new" }
      .map { [text($0["rule"]), text($0["subject"]), text($0["fingerprint"])] }
      .sorted { $0.lexicographicallyPrecedes($1) }.map { Array($0.dropLast()) }
    answers[9] = try list(["history", "findings", "--solved"], "findings")
      .map {
        [
          text($0["rule"]), text($0["subject"]), text($0["fingerprint"]),
          text($0["secondsToFix"]),
        ]
      }
      .sorted { $0.lexicographicallyPrecedes($1) }.map { [$0[0], $0[1], $0[3]] }
    func sendsPrivately(_ mailbox: Object) -> Bool {
      recipients(mailbox).contains { text($0["class"]) == "personal" && text($0["audio"]) == "1" }
    }
    answers[10] = mailboxes.filter(sendsPrivately).map { [box($0)] }.sorted { $0[0] < $1[0] }
    answers[11] = Set(
      runs.dropLast().flatMap { $0["mailboxes"] as? [Object] ?? [] }
        .filter { recipients($0).contains { text($0["class"]) == "personal" } }.map(box)
    ).sorted().map { [$0] }
    answers[12] = try list(["history", "recipients", "1001@default"], "recipients").map {
      [
        text($0["address"]), text($0["class"]), try seconds($0["firstSeen"]),
        try seconds($0["lastSeen"]), text($0["current"]),
      ]
    }
    let shared = Dictionary(
      grouping: mailboxes.flatMap { mailbox in
        Set(recipients(mailbox).map { text($0["address"]).lowercased() })
      }, by: { $0 })
    answers[13] = shared.map { ($0.key, $0.value.count) }.filter { $0.1 > 1 }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { [$0.0, "\($0.1)"] }
    answers[14] = mailboxes.filter { !folders($0).isEmpty }.map { mailbox in
      let sums = ["messages", "bytes"].map { key in
        folders(mailbox).reduce(0) { $0 + number($1[key]) }
      }
      return (box(mailbox), sums[0], sums[1])
    }.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.prefix(10).map { [$0.0, "\($0.1)", "\($0.2)"] }
    answers[15] = try Dictionary(grouping: mailboxes) { text($0["context"]) }
      .compactMap { context, boxes in
        let times = boxes.flatMap(folders).map { text($0["oldest"]) }.filter { $0 != "-" }
        return try times.min().map { [context, try seconds($0)] }
      }.sorted { $0[0] < $1[0] }
    answers[16] = (totals["byGrade"] as? Object ?? [:]).filter { number($0.value) > 0 }
      .map { [$0.key, text($0.value)] }.sorted { $0[0] < $1[0] }
    answers[17] = runs.enumerated().flatMap { index, run in
      let destinations = (run["totals"] as? Object)?["destinations"] as? [String: Object] ?? [:]
      return destinations.filter { number($0.value["mailboxes"]) > 0 }.map { name, figures in
        ["\(index + 1)", name] + ["mailboxes", "withAudio", "addresses"].map { text(figures[$0]) }
      }.sorted { $0[1] < $1[1] }
    }
    answers[18] = mailboxes.filter { text($0["configured"]) == "1" && text($0["directory"]) == "0" }
      .map { [box($0)] }.sorted { $0[0] < $1[0] }
    answers[19] = try list(["history", "actions"], "actions").map { record in
      ["sequence", "kind", "phase", "subject"].map { text(record[$0]) }
    }
    answers[20] =
      try list(["accept", "list"], "acceptances").map {
        ["acceptance", text($0["id"]), text($0["owner"])]
      }
      + [["hold", "1", "legal"]]
    answers.merge(try expectedCredentials()) { _, new in new }
    return answers
  }

  /// What the lists of what is there now say.
  private func expectedCredentials() throws -> [Int: [[String]]] {
    let places = ["--asterisk-etc", etc]
    let devices = try list(["devices"] + places, "devices")
    let accounts = try list(["accounts"] + places, "accounts")
    let listeners = try list(["listeners"] + places, "listeners")
    func values(_ rows: [Object], _ keys: String...) -> [[String]] {
      rows.map { row in keys.map { text(row[$0]) } }
    }
    func place(_ row: Object) -> String {
      let source = row["source"] as? Object
      return text(source?["file"]) + ":" + text(source?["line"])
    }
    let loaded = devices.filter { text($0["loaded"]) == "1" }
    let weakDevices = loaded.filter { text($0["weak"]) == "1" }
    let weakAccounts = accounts.filter { text($0["weak"]) == "1" }
    return [
      21: values(
        loaded.filter { text($0["open"]) == "1" || text($0["openRegister"]) == "1" }, "kind",
        "name", "open", "openRegister"
      ).sorted { ($0[0], $0[1]) < ($1[0], $1[1]) },
      22: (weakDevices + weakAccounts).map { [text($0["kind"]), text($0["name"]), place($0)] }
        .sorted { ($0[0], $0[1]) < ($1[0], $1[1]) },
      23: values(
        listeners.filter { text($0["reach"]) == "network" }, "service", "address", "port", "tls"
      ).sorted { ($0[0], $0[1], Int($0[2]) ?? 0) < ($1[0], $1[1], Int($1[2]) ?? 0) },
      24: loaded.filter { !($0["mailboxes"] as? [String] ?? []).isEmpty }.map { row in
        [
          (row["mailboxes"] as? [String] ?? []).joined(separator: ", "), text(row["kind"]),
          text(row["name"]), text(row["severity"]),
        ]
      }.sorted { ($0[1], $0[2]) < ($1[1], $1[2]) },
    ]
  }

  @Test
  func `every documented question is answered as the program answers it`() throws {
    let questions = try Self.questions()
    #expect(questions.map(\.number) == Array(1...24))
    let (answers, expected) = (
      try answers(questions.map(\.sql), of: copy.database), try expected()
    )
    for (question, answer) in zip(questions, answers) {
      #expect(answer == expected[question.number], "question \(question.number)")
      // What could not be read is nothing here; every other question has an answer to compare.
      #expect(question.number == 3 || !answer.isEmpty, "question \(question.number)")
    }
  }

  @Test
  func `every column of every view is documented`() throws {
    let text = try String(contentsOf: Self.document, encoding: .utf8)
    let views = try answers(
      ["SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"], of: copy.database)[0]
    #expect(views.count == 16)
    for view in views.map({ $0[0] }) {
      let part = text.components(separatedBy: "\n### ").first { $0.hasPrefix(view + "\n") }
      let section = try #require(part, "\(view)").components(separatedBy: "\n## ")[0]
      let documented = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
        .flatMap { row in
          row.split(separator: "|")[0].split(separator: "`").filter { !$0.contains(" ") }
        }
      let columns = try answers(
        ["SELECT name FROM pragma_table_info('\(view)')"], of: copy.database)
      #expect(Set(documented.map(String.init)) == Set(columns[0].map { $0[0] }), "\(view)")
    }
  }

  // MARK: - Copies for others

  @Test(arguments: ["officer", "auditor", "admin"])
  func `a copy answers the same questions and hides what its reader may not see`(
    reader: String
  ) throws {
    let file = copy.path + "/copy.db"
    let done = try vmscan(["history", "export", file, "--reader", reader])
    try #require(done.status == 0, "\(done.errors)")
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    let questions = try Self.questions()
    let (answers, expected) = (try answers(questions.map(\.sql), of: file), try expected())
    let personal: Set = reader == "admin" ? [] : [5, 12, 13, 20]
    for (question, answer) in zip(questions, answers)
    where !personal.contains(question.number) && (reader == "admin" || question.number != 19) {
      #expect(answer == expected[question.number], "question \(question.number)")
    }
    let secrets = try secrets()
    let bytes = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    let lines = try vmscan(["history", "export", "-", "--format", "ndjson", "--reader", reader])
    for secret in secrets {
      #expect(bytes.contains(secret) == (reader == "admin"), "\(secret)")
      if reader != "admin" { #expect(!lines.output.contains(secret), "\(secret)") }
    }
    for line in lines.output.split(separator: "\n") {
      #expect((try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Object)?["view"] != nil)
    }
    #expect(lines.output.contains("\"view\":\"v_finding\""))
  }

  /// Owners' names, addresses and what people wrote, as far as the history holds them.
  private func secrets() throws -> [String] {
    let rows = try answers(
      [
        "SELECT full_name FROM v_mailbox WHERE full_name LIKE '% %'",
        "SELECT address FROM v_recipient WHERE address LIKE '%_@_%.%'",
        "SELECT owner FROM v_acceptance", "SELECT matter FROM v_hold",
      ], of: copy.database)
    #expect(rows.allSatisfy { !$0.isEmpty })
    return Set(rows.joined().map { $0[0] }).sorted()
  }

  // MARK: - Judges

  private static let judges = Program.root.appending(path: ".build/judges/bin").path
  private static let hasJudges = FileManager.default.isExecutableFile(atPath: judges + "/datasette")

  @Test(
    .enabled(
      if: hasJudges, "no Datasette and sqlite-utils in .build/judges: scripts/test installs them"))
  func `sqlite3, Datasette and sqlite-utils open a history and answer`() throws {
    let file = copy.path + "/copy.db"
    try #require(try vmscan(["history", "export", file, "--reader", "auditor"]).status == 0)
    let expected = try expected()
    for question in try Self.questions() where [2, 7, 10, 16, 17].contains(question.number) {
      for database in [copy.database, file] {
        let shell = try Program.run(
          "/usr/bin/sqlite3", ["-json", "-readonly", database, question.sql])
        let utils = try Program.run(
          Self.judges + "/sqlite-utils", ["query", database, question.sql])
        let path = "/\(database.hasSuffix("copy.db") ? "copy" : "vmscan").json"
        var query = URLComponents()
        query.queryItems = [
          URLQueryItem(name: "sql", value: question.sql),
          URLQueryItem(name: "_shape", value: "array"),
        ]
        let web = try Program.run(
          Self.judges + "/datasette",
          [
            database, "--get",
            path + "?" + (query.percentEncodedQuery ?? "").replacing("+", with: "%2B"),
          ])
        for (name, done) in [("sqlite3", shell), ("sqlite-utils", utils), ("datasette", web)] {
          let rows = try JSONSerialization.jsonObject(with: Data(done.output.utf8)) as? [Object]
          let values = rows?.map { row in Set(row.values.map(text)) }
          #expect(
            values == expected[question.number]?.map { Set($0) },
            "\(name), question \(question.number): \(done.errors)")
        }
      }
    }
  }
}

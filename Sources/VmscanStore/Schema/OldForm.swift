import GRDB
import VmscanModel

/// The packed forms of schemas 1 to 5, read into columns; a form only ever grew at its end.
struct OldForm {
  private var unpacker: Unpacker

  init(_ bytes: [UInt8]) { unpacker = Unpacker(bytes, of: "a fact of an earlier release") }

  private typealias Value = RawStatement.Value

  /// Names by stored code, the first of which is 1.
  private static let grades = [
    "delivered", "handedOver", "inferred", "failed", "absent", "noticeOnly", "none",
  ]
  private static let classes = [
    "own", "approved", "external", "personal", "disposable", "undeliverable", "lookAlike",
  ]
  private static let channels = ["email", "pager", "effective"]
  private static let problems = [
    "unreadable", "partial", "notFollowed", "vanished", "elsewhere", "invalid", "unsafeName",
    "missing", "quarantine",
  ]
  private static let readings = ["complete", "partial", "notRead"]
  private static let strengths = [
    "noPIN", "guessable", "weak", "doubtful", "noWeaknessFound", "notJudged",
  ]
  private static let lengths = ["none", "under4", "from4to5", "from6"]
  /// By Asterisk's index, from 0.
  private static let folders = [
    "INBOX", "Old", "Work", "Family", "Friends", "Cust1", "Cust2", "Cust3", "Cust4", "Cust5",
    "Deleted", "Urgent",
  ]
  private static let statuses = ["new", "open", "accepted", "solved"]

  private mutating func name(of names: [String], from first: Int = 1) throws -> String {
    let code = Int(try unpacker.byte()) - first
    guard names.indices.contains(code) else { throw unpacker.damage }
    return names[code]
  }

  private mutating func number() throws -> Value { .number(try unpacker.number()) }

  private mutating func numbers(_ count: Int) throws -> [Value] {
    try (0..<count).map { _ in try number() }
  }

  private mutating func optionalNumber() throws -> Value {
    .optional(try unpacker.optional { try $0.number() })
  }

  /// A list whose elements are read by the form itself.
  private mutating func list<Element>(
    _ body: (inout OldForm) throws -> Element
  ) throws -> [Element] {
    let count = try unpacker.int()
    guard count >= 0, count <= unpacker.rest else { throw unpacker.damage }
    return try (0..<count).map { _ in try body(&self) }
  }

  // MARK: - Keys

  /// Context and mailbox, each closed by two zero bytes; a zero within a name became `00 FF`.
  static func mailbox(_ key: [UInt8]) throws -> MailboxID {
    var rest = key[...]
    let id = MailboxID(context: try name(from: &rest), mailbox: try name(from: &rest))
    guard rest.isEmpty else { throw damagedKey }
    return id
  }

  /// A byte of bits, 1 for a fingerprint that is text and 2 for an occurrence, then both.
  static func finding(_ key: [UInt8]) throws -> (RawStatement.Value, occurrence: Int64) {
    guard let form = key.first, form < 4 else { throw damagedKey }
    let hasOccurrence = form & 2 != 0
    let body = Array(key.dropFirst().dropLast(hasOccurrence ? 4 : 0))
    let occurrence = hasOccurrence ? key.suffix(4).reduce(0) { $0 << 8 | Int64($1) } : 0
    guard form & 1 == 0 else {
      return (.word(String(decoding: body, as: UTF8.self)), occurrence)
    }
    guard body.count == 16 else { throw damagedKey }
    return (.bytes(body), occurrence)
  }

  private static var damagedKey: StoreError { .unreadableValue("the key of a fact") }

  private static func name(from rest: inout ArraySlice<UInt8>) throws -> ByteText {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == 0 else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case 0xFF: bytes.append(0)
      case 0: return ByteText(bytes: bytes)
      default: throw damagedKey
      }
    }
    throw damagedKey
  }

  // MARK: - Values

  /// The rows of the first four tables of `StateTable.all`.
  mutating func mailboxStates() throws -> [[StateRow]] {
    let fullName = try unpacker.text()
    let flags = Int64(try unpacker.byte())
    func flag(_ bit: Int64) -> Value { .number(flags & bit != 0 ? 1 : 0) }
    let setting = StateRow(values: [
      .text(fullName), flag(1), flag(2), flag(4), flag(8), flag(16),
    ])
    let folders = try list { form in
      StateRow(
        part: .word(try form.name(of: Self.folders, from: 0)),
        values: try form.numbers(3) + [try form.optionalNumber()] + form.numbers(3))
    }
    let counts = try numbers(9)
    let grades = try list { form in
      StateRow(part: .word(try form.name(of: Self.grades)), values: try form.numbers(3))
    }
    let times = [try optionalNumber(), try optionalNumber()]
    return [[setting], [StateRow(values: counts + times)], folders, grades]
  }

  /// The rows of table `recipient`; beside them stood when each was first seen.
  mutating func recipients(since: [UInt8]) throws -> [StateRow] {
    var times = OldForm(since)
    let first = try times.list { try $0.unpacker.number() }
    let recipients: [[Value]] = try list { form in
      let address = try form.unpacker.text()
      let name = try form.name(of: Self.classes)
      let audio = try form.unpacker.flag()
      return [
        .text(address), .word(name), .word(try form.name(of: Self.channels)),
        .number(audio ? 1 : 0),
      ]
    }
    guard first.count == recipients.count else { throw unpacker.damage }
    return recipients.indices.map {
      StateRow(part: .number(Int64($0)), values: recipients[$0] + [.number(first[$0])])
    }
  }

  /// The columns of a finding between its key and its origin.
  ///
  /// Its words were finished prose: they become a sentence that is one value of which nothing is
  /// known, so that only those see it who may see everything.
  mutating func finding(
    _ words: inout Words, _ shared: SharedRows, _ identities: inout MailboxIdentities
  ) throws -> [RawStatement.Value] {
    let isAccepted = try unpacker.flag()
    let rule = try shared.rule(try words.string(try unpacker.number()))
    let severity = Int64(try unpacker.byte())
    var subject: [Value] = [.optional(nil), .text(nil), .text(nil)]
    switch try unpacker.subject() {
    case .system, .device: break
    case .mailbox(let id): subject[0] = .number(try identities.id(of: id))
    case .context(let name): subject[1] = .text(name)
    case .file(let path): subject[2] = .text(path)
    }
    let message = Sentence(text: try unpacker.string())
    let remedy = Sentence(.word(try words.string(try unpacker.number())))
    let places = try unpacker.list { Self.place(try $0.string()) }
    return [.number(rule), .number(severity), .number(isAccepted ? 1 : 0)] + subject + [
      .number(try shared.sentence(message.template, "")), .word(message.storedArguments),
      .number(try shared.sentence(remedy.template, remedy.storedArguments)), .word(places.stored),
    ]
  }

  /// Reads `path` or `path:line`.
  private static func place(_ text: String) -> Place {
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]),
      line > 0
    else { return Place(ByteText(unescaping: text)) }
    return Place(ByteText(unescaping: String(text[..<colon])), line: line)
  }

  /// The run that opened a finding, its clock, and that of the first that ever had it.
  consuming func origin() throws -> [RawStatement.Value] {
    var form = self
    return try form.numbers(3)
  }

  /// The columns of a context behind its name, in both of its tables.
  mutating func context() throws -> (counts: [DatabaseValue], ages: [DatabaseValue]) {
    let values = try (0..<10).map { _ in try unpacker.number().databaseValue }
    let oldest = try unpacker.optional { try $0.number() }?.databaseValue ?? .null
    let (counts, overAge) = (Array(values[..<7]) + [oldest], Array(values[7...]))
    guard !unpacker.isAtEnd else { return (counts, overAge + [.null]) }
    let ages = try unpacker.list { try $0.number() }
    let bands = (0..<AgeBand.all.count).map { $0 < ages.count ? ages[$0] : 0 }
    return (counts, overAge + ["[\(bands.map(String.init).joined(separator: ","))]".databaseValue])
  }

  /// The columns of a gap.
  mutating func problem() throws -> [DatabaseValue] {
    let path = try unpacker.text()
    let line = try unpacker.optional { try $0.number() }
    let kind = try name(of: Self.problems)
    let detail = Sentence(text: try unpacker.string())
    let names = try unpacker.optional { (context: try $0.text(), mailbox: try $0.text()) }
    return [
      kind.databaseValue, path.databaseText, line?.databaseValue ?? .null,
      detail.template.databaseValue, detail.storedArguments.databaseValue,
      names?.context.databaseText ?? .null, names?.mailbox.databaseText ?? .null,
      try unpacker.flag().databaseValue,
    ]
  }

  /// The columns of the data lists.
  mutating func lists() throws -> [[DatabaseValue]] {
    try unpacker.list {
      [
        try $0.string().databaseValue, try $0.string().databaseValue,
        try $0.number().databaseValue,
      ]
    }.enumerated().map { [$0.databaseValue] + $1 }
  }

  mutating func ownDomains() throws -> (domains: [String], isInferred: Bool) {
    (try unpacker.list { try $0.string() }, try unpacker.flag())
  }

  // MARK: - Runs

  /// Writes the figures of a run that has a row in `new_run`.
  mutating func totals(of run: Int64, in db: Database) throws {
    func amount(_ prefix: String) -> [String] {
      ["messages", "bytes", "seconds"].map { prefix + $0 }
    }
    var set: [(column: String, value: DatabaseValue)] = []
    func take(_ columns: [String], _ form: inout OldForm) throws {
      for column in columns { set.append((column, try form.unpacker.number().databaseValue)) }
    }
    func take(time column: String, _ form: inout OldForm) throws {
      set.append(
        (column, try form.unpacker.optional { try $0.number() }?.databaseValue ?? .null))
    }
    try take(["mailboxes", "configured_mailboxes", "orphaned_mailboxes"], &self)
    try take(amount("") + amount("retained_") + amount("over_age_"), &self)
    try rows("run_grade", of: run, in: db) { form in
      [try form.name(of: Self.grades).databaseValue] + (try form.values(3))
    }
    try rows("run_class", of: run, in: db) { form in
      [try form.name(of: Self.classes).databaseValue] + (try form.values(6))
    }
    var band = -1
    try rows("run_age", of: run, in: db) { form in
      band += 1
      return [band.databaseValue] + (try form.values(3))
    }
    try take(time: "oldest", &self)
    try take(amount("outside_") + amount("quarantine_"), &self)
    try take(time: "oldest_retained", &self)
    try rows("run_pin", of: run, in: db) { form in
      ["strength".databaseValue, try form.name(of: Self.strengths).databaseValue]
        + (try form.values(1))
    }
    try rows("run_pin", of: run, in: db) { form in
      ["length".databaseValue, try form.name(of: Self.lengths).databaseValue]
        + (try form.values(1))
    }
    try take(["shared_pins"], &self)
    // A run of a version that did not look into the quarantine ends before this.
    if !unpacker.isAtEnd {
      set.append(("quarantine_reading", try name(of: Self.readings).databaseValue))
      for column in ["quarantine_oldest", "quarantine_first_end", "quarantine_last_end"] {
        try take(time: column, &self)
      }
    }
    try db.execute(
      sql:
        "UPDATE new_run SET \(set.map { "\($0.column) = ?" }.joined(separator: ", ")) WHERE id = ?",
      arguments: StatementArguments(set.map(\.value) + [run.databaseValue]))
  }

  private mutating func values(_ count: Int) throws -> [DatabaseValue] {
    try (0..<count).map { _ in try unpacker.number().databaseValue }
  }

  private mutating func rows(
    _ table: String, of run: Int64, in db: Database,
    _ body: (inout OldForm) throws -> [DatabaseValue]
  ) throws {
    for row in try list(body) {
      let places = row.map { _ in "?" }.joined(separator: ", ")
      try db.execute(
        sql: "INSERT INTO \(table) VALUES (?, \(places))",
        arguments: StatementArguments([run.databaseValue] + row))
    }
  }

  /// Writes how many findings a run had, by severity from the lowest and by status.
  mutating func findingCounts(of run: Int64, in db: Database) throws {
    guard !unpacker.isAtEnd else { return }
    for severity in 0..<5 {
      for status in Self.statuses {
        let count = try unpacker.number()
        guard count != 0 else { continue }
        try db.execute(
          sql: "INSERT INTO run_finding VALUES (?, ?, ?, ?)",
          arguments: [run, severity, status, count])
      }
    }
  }
}

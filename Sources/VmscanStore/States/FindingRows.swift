import GRDB
import VmscanModel

/// Inserts findings.
struct FindingWriter {
  private let insertion: RawStatement
  private let site: Int64

  /// `columns` are those of `FindingReader.columns`, or of an earlier schema.
  init(db: Database, site: Int64, columns: String = FindingReader.columns) throws {
    let all = "current, site, from_run, until_run, ending, \(columns)"
    let places = all.split(separator: ",").map { _ in "?" }.joined(separator: ", ")
    insertion = try RawStatement("INSERT INTO finding (\(all)) VALUES (\(places))", in: db)
    self.site = site
  }

  /// The values are those of the columns behind the first two.
  func add(
    _ fingerprint: RawStatement.Value, _ occurrence: Int64, from run: Int64, until: Int64? = nil,
    ending: String? = nil, _ values: [RawStatement.Value]
  ) throws {
    try insertion.execute(
      [
        .number(until == nil ? 1 : 0), .number(site), .number(run), .optional(until),
        ending.map { .word($0) } ?? .text(nil), fingerprint, .number(occurrence),
      ] + values)
  }
}

/// Rows that many findings share, by their numbers in a list.
struct SharedRows {
  private let db: Database
  private(set) var rules: [Int64] = []
  private(set) var templates: [Int64] = []
  private(set) var remedies: [Int64] = []

  init(_ db: Database) throws { self.db = db }

  mutating func add(_ findings: FindingList) throws {
    rules = try findings.ruleValues.map { try rule($0.description) }
    templates = try findings.templateValues.map { try sentence($0, "") }
    remedies = try findings.remedyValues.map { try sentence($0.template, $0.storedArguments) }
  }

  func rule(_ name: String) throws -> Int64 {
    try id(
      "SELECT id FROM rule WHERE name = ?", "INSERT INTO rule (name) VALUES (?)", [name])
  }

  func sentence(_ template: String, _ arguments: String) throws -> Int64 {
    try id(
      "SELECT id FROM sentence WHERE template = ? AND arguments = ?",
      "INSERT INTO sentence (template, arguments) VALUES (?, ?)", [template, arguments])
  }

  private func id(
    _ finding: String, _ adding: String, _ values: StatementArguments
  ) throws -> Int64 {
    if let id = try Int64.fetchOne(try db.cachedStatement(sql: finding), arguments: values) {
      return id
    }
    try db.cachedStatement(sql: adding).execute(arguments: values)
    return db.lastInsertedRowID
  }
}

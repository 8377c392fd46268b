import FoundationEssentials
import Testing
import VmscanModel
import VmscanReports

struct JSONReportTests {
  private let json = JSONReport()

  private func text(_ bytes: [UInt8]) throws -> String {
    try #require(String(validating: bytes, as: UTF8.self))
  }

  private func scan(_ report: ScanReport) throws -> String {
    var bytes: [UInt8] = []
    try json.scan(report) { bytes += $0 }
    return try text(bytes)
  }

  private func messages(_ rows: [MessageRow]) throws -> String {
    var bytes: [UInt8] = []
    try json.messages(write: { bytes += $0 }) { try rows.forEach($0) }
    return try text(bytes)
  }

  @Test func `scan`() throws {
    Golden.expect(try scan(Sample.incomplete), matches: "scan.json")
  }

  @Test func `scan of nothing has every key`() throws {
    Golden.expect(try scan(Sample.empty), matches: "scan-empty.json")
  }

  @Test func `mailboxes without a trace of the PIN`() throws {
    let output = try text(json.mailboxes(Sample.configured))
    #expect(!output.contains("4321"))
    Golden.expect(output, matches: "mailboxes.json")
  }

  @Test func `messages without the caller`() throws {
    let output = try messages(Sample.messages)
    #expect(!output.contains("1555") && !output.contains("Dan"))
    Golden.expect(output, matches: "messages.json")
  }

  @Test func `runs, rules and facts`() throws {
    Golden.expect(
      try text(json.runs(Sample.runs) + json.rules(Sample.rules) + json.explain(Sample.sheet)),
      matches: "lists.json")
  }

  @Test func `newline separated`() throws {
    let lines = NDJSONReport()
    var bytes: [UInt8] = []
    try lines.scan(Sample.incomplete) { bytes += $0 }
    for box in Sample.configured { bytes += try lines.line(box) }
    for row in Sample.messages { bytes += try lines.line(row) }
    for run in Sample.runs { bytes += try lines.line(run) }
    for rule in Sample.rules { bytes += try lines.line(rule) }
    Golden.expect(try text(bytes), matches: "lines.ndjson")
  }

  @Test func `seconds add up and ages are told where they are known`() throws {
    struct Part: Decodable {
      struct Age: Decodable, Equatable {
        var band: String
        var messages: Int
      }
      var seconds: Int64
      var ages: [Age]?
      var folders: [String: Part]?
    }
    struct Whole: Decodable {
      var totals: Part
      var mailboxes: [Part]
      var contexts: [Part]
    }
    var report = Sample.report
    var counts = AgeCounts()
    counts[1] = 4
    counts[8] = 2
    report.mailboxes[0].folders[0].ages = counts
    report.contexts[0].ages = counts
    report.totals.messages = report.mailboxes.reduce(into: .init()) { $0 += $1.totals }
    let whole = try JSONDecoder().decode(Whole.self, from: Data(scan(report).utf8))
    #expect(whole.mailboxes.map(\.seconds).reduce(0, +) == whole.totals.seconds)
    #expect(
      whole.mailboxes.flatMap { ($0.folders ?? [:]).values.map(\.seconds) }.reduce(0, +)
        == whole.totals.seconds)
    let held = [
      Part.Age(band: "7 to 29 days", messages: 4), Part.Age(band: "age unknown", messages: 2),
    ]
    #expect(whole.mailboxes[0].ages == held)
    #expect(whole.mailboxes[0].folders?["INBOX"]?.ages == held)
    #expect(whole.mailboxes[1].ages == nil)
    #expect(whole.contexts[0].ages?.map(\.band) == AgeBand.all.map(\.label))
    #expect(whole.contexts[0].ages?.filter { $0.messages > 0 } == held)
    #expect(whole.contexts[1].ages == nil)
  }

  @Test func `the basis and the contexts are lines of their own`() throws {
    var types: [String] = []
    var basis = ""
    try NDJSONReport().scan(Sample.report) { line in
      struct Line: Decodable { var type: String }
      types.append(try JSONDecoder().decode(Line.self, from: Data(line)).type)
      if types.last == "basis" { basis = String(decoding: line, as: UTF8.self) }
    }
    #expect(types.prefix(6) == ["run", "coverage", "totals", "basis", "context", "context"])
    #expect(basis.contains(Sample.lists[0].date) && basis.contains("\"inferred\":true"))
    #expect(basis.contains("3 of 25 mailboxes") && basis.contains("\"caution\":\""))
  }

  @Test func `a line is the row of the whole with its type`() throws {
    struct Row: Decodable, Equatable {
      var messageID: String
      var files: [String]
      var origtime: Int64?
      var problems: [String]
    }
    struct Whole: Decodable {
      var schema: Int
      var messages: [Row]
    }
    let rows = Sample.messages + Sample.hostileMessages
    let whole = try JSONDecoder().decode(Whole.self, from: Data(messages(rows).utf8))
    #expect(whole.schema == ScanReport.schemaVersion)
    let writer = NDJSONReport()
    let lines = try rows.map { try JSONDecoder().decode(Row.self, from: Data(writer.line($0))) }
    #expect(lines == whole.messages)
  }

  @Test func `names from a spool come back from the JSON`() throws {
    struct Row: Decodable { var messageID: String }
    let writer = NDJSONReport()
    for row in Sample.hostileMessages {
      let back = try JSONDecoder().decode(Row.self, from: Data(writer.line(row)))
      #expect(ByteText(unescaping: TerminalText.unescape(back.messageID)) == row.messageID)
    }
  }

  @Test func `hostile names are inert`() throws {
    Invariants.expectInert(try scan(Sample.hostile))
    Invariants.expectInert(try messages(Sample.hostileMessages))
    Invariants.expectInert(try text(json.rules(Sample.hostileBackground.rules)))
    var lines: [UInt8] = []
    try NDJSONReport().scan(Sample.hostile) { line in
      #expect(line.count { $0 == 0x0A } == 1 && line.last == 0x0A)
      lines += line
    }
    Invariants.expectInert(try text(lines))
  }

  @Test(
    .enabled(if: Tool.hasSchemaValidator, "python3 with the jsonschema package is not installed"))
  func `an independent validator accepts every document and refuses a damaged one`() throws {
    let folder = Tool.temporaryDirectory()
    for schema in JSONSchema.all {
      Golden.write(schema.text, to: "\(folder)/\(schema.name).schema")
    }
    func status(_ schema: String, _ document: String) -> Int32 {
      Golden.write(document, to: "\(folder)/document.json")
      return Tool.run(
        "scripts/validate-json \(folder)/\(schema).schema \(folder)/document.json 2>\(folder)/errors"
      )
    }
    for report in [Sample.report, Sample.incomplete, Sample.empty, Sample.hostile] {
      let document = try scan(report)
      #expect(status("scan", document) == 0)
      #expect(
        status("scan", document.replacing("\"retainedEmailed\" : ", with: "\"other\" : ")) == 1)
    }
    for (type, line) in try Self.firstLines(of: Sample.incomplete) {
      #expect(status("lines", line) == 0, "\(line)")
      #expect(status("lines", line.replacing("\"type\":\"", with: "\"type\":\"x")) == 1)
      // A line is the part it is named after and no other.
      let other = line.replacing("\"type\":\"\(type)\"", with: "\"type\":\"basis\"")
      #expect(status("lines", other) == (type == "basis" ? 0 : 1), "\(other)")
    }
    #expect(status("mailboxes", try text(json.mailboxes(Sample.configured))) == 0)
    let rows = Sample.messages + Sample.hostileMessages
    #expect(status("messages", try messages(rows)) == 0)
    #expect(status("messages", try text(json.mailboxes(Sample.configured))) == 1)
    _ = Tool.run("rm -r \(folder)")
  }

  /// The first line of each type.
  private static func firstLines(of report: ScanReport) throws -> [String: String] {
    struct Line: Decodable { var type: String }
    var lines: [String: String] = [:]
    try NDJSONReport().scan(report) { line in
      let type = try JSONDecoder().decode(Line.self, from: Data(line)).type
      if lines[type] == nil { lines[type] = String(decoding: line, as: UTF8.self) }
    }
    return lines
  }
}

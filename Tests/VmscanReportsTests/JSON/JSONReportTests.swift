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
    #expect(status("mailboxes", try text(json.mailboxes(Sample.configured))) == 0)
    let rows = Sample.messages + Sample.hostileMessages
    #expect(status("messages", try messages(rows)) == 0)
    #expect(status("messages", try text(json.mailboxes(Sample.configured))) == 1)
    _ = Tool.run("rm -r \(folder)")
  }
}

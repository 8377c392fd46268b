import Testing
import VmscanModel
import VmscanReports

/// The JSON form of a fleet's report.
struct FleetDocumentTests {
  private func document(_ report: FleetReport) throws -> String {
    try #require(String(validating: try JSONReport().fleet(report), as: UTF8.self))
  }

  @Test func `hostile names of sites are inert`() throws {
    Invariants.expectInert(try document(Sample.fleet))
  }

  @Test(
    .enabled(if: Tool.hasSchemaValidator, "python3 with the jsonschema package is not installed"))
  func `an independent validator accepts it by its schema and refuses a damaged one`() throws {
    let folder = Tool.temporaryDirectory()
    defer { _ = Tool.run("rm -r \(folder)") }
    Golden.write(JSONSchema.fleet, to: "\(folder)/schema")
    func status(_ document: String) -> Int32 {
      Golden.write(document, to: "\(folder)/document.json")
      return Tool.run(
        "scripts/validate-json \(folder)/schema \(folder)/document.json 2>\(folder)/errors")
    }
    let nothing = FleetReport(now: Sample.now, silence: Age(seconds: 3600), sites: [])
    for report in [Sample.fleet, nothing] { #expect(status(try document(report)) == 0) }
    let whole = try document(Sample.fleet)
    for key in [
      "silent", "trend", "shared", "overAge", "clockBehind", "firstSeen", "measure", "edition",
      "of",
      "context", "reporting", "finished",
    ] {
      let damaged = whole.replacing("\"\(key)\" : ", with: "\"other\" : ")
      #expect(damaged != whole, "no \(key) in the sample")
      #expect(status(damaged) == 1, "\(key)")
    }
  }
}

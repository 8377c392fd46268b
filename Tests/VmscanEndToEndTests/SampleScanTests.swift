import Foundation
import Testing

/// The spools that real Asterisk made: every message found, every count right.
struct SampleScanTests {
  @Test(arguments: ["asterisk-22", "asterisk-16"])
  func `every message of the sample is found in its folder`(sample: String) throws {
    let scan = try SampleScan(sample)
    #expect(scan.finished.status == 0, "\(scan.finished.errors)")
    for line in try SampleTruth.boxes(sample) {
      let mailbox = try #require(scan.mailboxes[line.id], "\(line.id)")
      #expect(mailbox.folders.mapValues(\.messages).filter { $0.value > 0 } == line.folders)
    }
    let expected = try SampleTruth.boxes(sample).flatMap { $0.folders.values }.reduce(0, +)
    #expect(scan.report.totals.messages == expected)
    #expect(scan.report.coverage.complete)
  }

  @Test(arguments: ["asterisk-22", "asterisk-16"])
  func `messages lists as many messages as the scan counts`(sample: String) throws {
    let scan = try SampleScan(sample)
    let listed = try Program.vmscan(
      "messages", "--asterisk-etc", scan.etc, "--spool", scan.spool, "--db", scan.database,
      "--format", "ndjson", "--older", "1h", "--now", "2027-06-01T00:00:00Z", "--folder", "Deleted",
      "--folder", "INBOX", "--folder", "Old", "--folder", "Work", "--folder", "Urgent")
    #expect(listed.status == 0, "\(listed.errors)")
    #expect(
      listed.lines.filter { $0.contains("\"origtime\"") }.count == scan.report.totals.messages)
  }

  @Test
  func `a second run knows every finding of the first`() throws {
    let first = try SampleScan("asterisk-22")
    let second = try first.again()
    #expect(!first.report.findings.isEmpty)
    #expect(first.report.findings.allSatisfy { $0.status == "new" })
    #expect(
      second.findings.map(\.fingerprint).sorted()
        == first.report.findings.map(\.fingerprint).sorted())
    #expect(second.findings.allSatisfy { $0.status == "open" })
  }

  @Test
  func `no PIN and no caller number reaches any output or the database`() throws {
    let scan = try SampleScan("asterisk-22")
    let database = try Data(contentsOf: URL(filePath: scan.database))
    for secret in ["5550101", "5550102", "4915112345678", "O\"Brien"] {
      #expect(!scan.finished.output.contains(secret))
      #expect(database.range(of: Data(secret.utf8)) == nil)
    }
    #expect(!scan.finished.output.contains("\"4321\""))
  }
}

/// One `vmscan scan --format json` of an unpacked sample.
private struct SampleScan {
  let scratch: Scratch
  let etc: String
  let spool: String
  let database: String
  let finished: Finished
  let report: ScanDocument

  init(_ sample: String) throws {
    scratch = try Scratch()
    let archive = Program.fixtures.appending(path: "\(sample)/spool.tar.gz").path
    let unpacked = try Program.run("/bin/tar", ["xzf", archive, "-C", scratch.path])
    #expect(unpacked.status == 0, "\(unpacked.errors)")
    etc = Program.fixtures.appending(path: "\(sample)/etc").path
    spool = scratch.path + "/voicemail"
    database = scratch.path + "/vmscan.db"
    finished = try Self.scan(etc: etc, spool: spool, database: database)
    report = try JSONDecoder().decode(ScanDocument.self, from: Data(finished.output.utf8))
  }

  var mailboxes: [String: ScanDocument.Mailbox] {
    Dictionary(
      report.mailboxes.map { ("\($0.mailbox)@\($0.context)", $0) }, uniquingKeysWith: { a, _ in a })
  }

  func again() throws -> ScanDocument {
    let done = try Self.scan(etc: etc, spool: spool, database: database)
    return try JSONDecoder().decode(ScanDocument.self, from: Data(done.output.utf8))
  }

  private static func scan(etc: String, spool: String, database: String) throws -> Finished {
    try Program.vmscan(
      "scan", "--asterisk-etc", etc, "--spool", spool, "--db", database, "--own-domain",
      "example.com", "--format", "json", "--now", "2026-12-31T00:00:00Z")
  }
}

/// The contract's fields of the JSON report.
struct ScanDocument: Decodable {
  struct Run: Decodable { var id: Int64, started: String, finished: String, version: String }
  struct Coverage: Decodable { var complete: Bool }
  struct Totals: Decodable {
    var mailboxes: Int, messages: Int, bytes: Int64, minutes: Int64, retainedEmailed: Int
    var byGrade: [String: Int], byDestinationClass: [String: Int]
  }
  struct Finding: Decodable {
    var rule: String, severity: String, fingerprint: String, subject: String, message: String
    var remedy: String, status: String, firstSeen: String
  }
  struct Folder: Decodable { var messages: Int, bytes: Int64, oldest: String? }
  struct Counts: Decodable { var new: Int, old: Int, urgent: Int }
  struct Recipient: Decodable { var address: String, `class`: String, audio: Bool }
  struct Mailbox: Decodable {
    var context: String, mailbox: String, folders: [String: Folder], counts: Counts
    var recipients: [Recipient]
  }
  var schema: Int
  var run: Run
  var coverage: Coverage
  var totals: Totals
  var findings: [Finding]
  var mailboxes: [Mailbox]
}

/// The truth the samples came with.
private enum SampleTruth {
  struct Box {
    var id: String
    var folders: [String: Int]
  }

  static func boxes(_ sample: String) throws -> [Box] {
    let text = try String(
      contentsOf: Program.fixtures.appending(path: "\(sample)/truth.txt"), encoding: .utf8)
    return text.split(separator: "\n\n")[0].split(separator: "\n").dropFirst().compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 3, cells[2] != "-" else { return nil }
      let pairs = cells[2].split(separator: ", ").map { entry in
        let words = entry.split(separator: " ")
        return (String(words[0]), Int(words[1]) ?? -1)
      }
      return Box(id: String(cells[0]), folders: Dictionary(uniqueKeysWithValues: pairs))
    }
  }
}

import Testing
import VmscanModel
import VmscanReports

struct CSVReportTests {
  private let csv = CSVReport()

  private func text(_ bytes: [UInt8]) throws -> String {
    try #require(String(validating: bytes, as: UTF8.self))
  }

  @Test func `tables of a scan`() throws {
    let all = try CSVReport.ScanTable.allCases.map {
      try "# \($0.rawValue)\r\n" + text(csv.scan(Sample.report, table: $0))
    }
    Golden.expect(all.joined(), matches: "scan.csv")
  }

  @Test func `mailboxes, messages and runs`() throws {
    Golden.expect(
      try text(
        csv.mailboxes(Sample.configured) + csv.messages(Sample.messages) + csv.runs(Sample.runs)),
      matches: "lists.csv")
  }

  @Test(arguments: [
    ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\",b", "\"a\"\",b\""), ("=1", "'=1"),
    ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\t=1", "'\\u{9}=1"), ("\r=1", "'\\u{D}=1"),
    (" =1", "' =1"), ("'x", "''x"), ("a\r\nb", "a\\u{D}\\u{A}b"), ("", ""), ("＝1", "'＝1"),
    ("\"=1\"", "\"\"\"=1\"\"\""),
  ])
  func `a cell is quoted and no formula`(value: String, cell: String) throws {
    #expect(try text(CSVTable.line([.text(value)])) == cell + "\r\n")
  }

  @Test func `a byte order mark comes first when asked for`() {
    let marked = CSVReport(hasByteOrderMark: true).runs(Sample.runs)
    #expect(Array(marked.prefix(3)) == [0xEF, 0xBB, 0xBF])
    #expect(Array(marked.dropFirst(3)) == csv.runs(Sample.runs))
  }

  @Test func `hostile values start no formula and every record has all its cells`() throws {
    var tables = CSVReport.ScanTable.allCases.map { csv.scan(Sample.hostile, table: $0) }
    tables.append(csv.messages(Sample.hostileMessages))
    tables.append(
      csv.mailboxes(
        Sample.hostileBytes.map { Sample.configuredMailbox($0, name: $0, email: $0) }))
    for table in tables {
      let output = try text(table)
      Invariants.expectInert(output.replacing("\r\n", with: "\n"))
      let records = Self.parse(table)
      #expect(records.count > 5)
      for record in records {
        #expect(record.count == records[0].count)
        for cell in record {
          #expect(cell.first.map { !"=+-@\t\r＝＋－＠".contains($0) } ?? true, "\(cell)")
        }
      }
    }
  }

  /// An RFC 4180 reader, independent of the writer.
  private static func parse(_ bytes: [UInt8]) -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted {
        if byte == 0x22, index + 1 < bytes.count, bytes[index + 1] == 0x22 {
          cell.append(0x22)
          index += 1
        } else if byte == 0x22 {
          isQuoted = false
        } else {
          cell.append(byte)
        }
      } else if byte == 0x22 && cell.isEmpty {
        isQuoted = true
      } else if byte == 0x2C || byte == 0x0A {
        record.append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == 0x0A {
          records.append(record)
          record = []
        }
      } else if byte != 0x0D {
        cell.append(byte)
      }
      index += 1
    }
    return records
  }
}

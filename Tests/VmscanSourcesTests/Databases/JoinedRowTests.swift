import Testing

@testable import VmscanSources

/// Rows whose columns came in one value.
struct JoinedRowTests {
  private struct Values: Hashable {
    var texts: [String]
    var numbers: [Int64?]
    var isWithoutContext: Bool
  }

  private func values(_ text: String, hasContext: Bool = true) -> Values? {
    Array(text.replacing("|", with: "\u{1F}").utf8).withUnsafeBufferPointer { bytes in
      JoinedRow.fields(bytes, hasContext: hasContext).map { row in
        Values(
          texts: [row.path, row.callerID, row.flag, row.messageID].map { part in
            String(decoding: part.map { Array($0) } ?? [], as: UTF8.self)
          },
          numbers: [row.number, row.origtime, row.duration, row.length],
          isWithoutContext: row.isWithoutContext)
      }
    }
  }

  @Test
  func `every value is where it was put`() {
    #expect(
      values("/v/INBOX|3|\"Zoë\" <5>|1790000000|7|2530|Urgent|inner|1790-1")
        == Values(
          texts: ["/v/INBOX", "\"Zoë\" <5>", "Urgent", "1790-1"],
          numbers: [3, 1_790_000_000, 7, 2530],
          isWithoutContext: false))
  }

  @Test
  func `what is empty or no number stays so`() {
    #expect(
      values("/v|-1|||x||||")
        == Values(texts: ["/v", "", "", ""], numbers: [-1, nil, nil, nil], isWithoutContext: true))
    #expect(values("/v|0|||||||", hasContext: false)?.isWithoutContext == false)
  }

  @Test(arguments: [
    "", "/v", "/v|1||||||", "/v|1||||||||", "/v|1|a|b|0|7|1|||id", "/v|1|a|0|7|1|||id|",
  ])
  func `a row with more or fewer separators is not taken apart`(_ text: String) {
    #expect(values(text) == nil)
  }
}

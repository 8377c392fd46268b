import Testing

@testable import VmscanReports

struct JSONStreamTests {
  private struct Streamed: Encodable {
    var first: String
    let findings = StreamedList.findings
    var inner = Inner()
    struct Inner: Encodable { let results = StreamedList.results }
  }

  private struct Whole: Encodable {
    var first: String
    var findings: [Element]
    var inner: Inner
    struct Inner: Encodable { var results: [Element] }
  }

  private struct Element: Encodable {
    var name: String
    var numbers: [Int]
  }

  private static let texts = ["", "plain", "two\nlines", "\\u0000findings", "\"findings\"", "ü"]

  @Test(arguments: texts, [0, 1, 2, 3000])
  func `a streamed document is the encoded one`(_ text: String, _ count: Int) throws {
    let elements = (0..<count).map { Element(name: text, numbers: [Int](0..<$0 % 3)) }
    var pieces: [[UInt8]] = []
    try JSONStream.write(Streamed(first: text), to: { pieces.append($0) }) { list, writer in
      for element in list == .findings ? elements : elements.reversed() {
        try writer.write(element)
      }
    }
    let whole = Whole(
      first: text, findings: elements, inner: .init(results: elements.reversed()))
    #expect(Array(pieces.joined()) == (try JSONReport.encode(whole)))
    #expect(pieces.allSatisfy { $0.count < 1 << 18 })
  }
}

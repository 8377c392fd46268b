import Testing
import VmscanFormats

struct ConfDocumentTests {
  static let texts: [[UInt8]] = [
    [], [0x0A], [0x0D], Array("a".utf8), Array("a\nb".utf8), Array("a\r\n\r\nb\n".utf8),
    [0xEF, 0xBB, 0xBF, 0x0A], [0x00, 0x0A, 0x00], [0xE9, 0xFF, 0x0A, 0x0A],
    [UInt8](repeating: 0x3B, count: 1 << 20), [UInt8](repeating: 0x0A, count: 1 << 16),
  ]

  @Test(arguments: texts.indices)
  func `prints back byte for byte`(_ index: Int) {
    let text = Self.texts[index]
    #expect(ConfDocument(path: [], bytes: text).serialized == text)
  }

  @Test func `lines are numbered from one and keep their ends`() {
    let document = ConfDocument(path: [], bytes: Array("a\r\n\nb".utf8))
    #expect(document.lineCount == 3)
    #expect(
      (0...4).map { Array(document.line($0)) } == [
        [], Array("a\r\n".utf8), [0x0A], Array("b".utf8), [],
      ])
  }
}

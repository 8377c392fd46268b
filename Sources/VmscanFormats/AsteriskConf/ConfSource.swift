/// A live line with the place it stands in.
struct ConfSource {
  let text: ConfText
  let document: Int
  let path: [UInt8]
  let line: Int

  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { text.bytes[range] }

  func place(_ range: Range<Int>) -> ConfPlace {
    ConfPlace(document: document, line: line, range: text.range(of: range))
  }

  func column(_ index: Int) -> Int {
    text.bytes.isEmpty ? 1 : text.offset(at: min(index, text.bytes.endIndex - 1)) + 1
  }
}

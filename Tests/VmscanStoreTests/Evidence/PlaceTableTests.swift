import Testing
import VmscanModel

@testable import VmscanStore

struct PlaceTableTests {
  @Test func `every text keeps its place, however long it is`() {
    var texts: [ByteText] = ["", "1", "01", "0000001", "00000001", "\0", "\0\0", "\u{0}1"]
    texts += (0..<3000).map { ByteText("\($0 * 7919)") }
    texts = Array(Set(texts))
    var table = PlaceTable()
    for (place, text) in texts.enumerated() {
      #expect(table.place(of: text.bytes[...], next: place) == place)
    }
    for (place, text) in texts.enumerated() {
      #expect(table.place(of: text.bytes[...], next: -1) == place)
    }
  }
}

import Testing
import VmscanLists

struct SortedLinesTests {
  @Test func `finds every line and nothing else of a small list`() {
    let lines = SortedLines("\na\nab\nabc\nb\nba\nc-d\n")
    let present = ["a", "ab", "abc", "b", "ba", "c-d"]
    let alphabet = ["a", "b", "c", "-", "d"]
    var words = [""]
    for _ in 1...4 { words += words.flatMap { word in alphabet.map { word + $0 } } }
    for word in Set(words) where !word.isEmpty {
      #expect(lines.contains(word) == present.contains(word), "\(word)")
    }
  }

  @Test(arguments: ["", "a", "a\nb", "a\nb\nc"]) func `an absent line is absent`(_ key: String) {
    #expect(!SortedLines("").contains(key) || key.isEmpty)
    #expect(!SortedLines("aa\nbb\ncc").contains(key))
  }
}

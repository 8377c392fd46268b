import Testing
import VmscanReports

struct TableTests {
  @Test(arguments: [
    ("abc", 3), ("山田", 4), ("e\u{301}", 1), ("🎉", 2), ("ｱ", 1), ("한글", 4), ("", 0), ("Zoë", 3),
    ("\u{1100}\u{1161}", 2),
  ])
  func `width counts terminal cells`(text: String, cells: Int) {
    #expect(DisplayWidth.of(text) == cells)
  }

  @Test func `numbers stand right and columns line up under wide characters`() {
    var table = Table([.init("name"), .init("messages", .right)])
    table.add(["山田", "1,204"])
    table.add(["Bob", "7"])
    #expect(
      table.lines(width: 80) == ["name  messages", "山田     1,204", "Bob          7"])
  }

  @Test func `a long cell continues below itself`() {
    var table = Table([.init("box"), .init("text", wraps: true)])
    table.add(["1001", "one two three four five"])
    #expect(
      table.lines(width: 20) == [
        "box   text", "1001  one two three", "      four five",
      ])
  }

  @Test func `a word is not cut where another column can still break at a blank`() {
    var table = Table([.init("covers", wraps: true), .init("reason", wraps: true)])
    table.add(["rule VM-101, mailbox 1005@default", "a contract that ends in June"])
    #expect(
      table.lines(width: 26) == [
        "covers        reason", "rule VM-101,  a contract", "mailbox       that ends in",
        "1005@default  June",
      ])
  }

  @Test(arguments: [20, 27, 40, 80, 132], Sample.attacks)
  func `no line is wider than asked`(width: Int, text: String) {
    var table = Table([
      .init("mailbox", wraps: true), .init("n", .right), .init("text", wraps: true),
    ])
    table.add([text, "1,000,000", text])
    for line in table.lines(width: width) { #expect(DisplayWidth.of(line) <= width) }
  }

  @Test func `wrapping loses nothing but the blanks at the breaks`() {
    for width in 2...30 {
      for text in ["one two three", "alice.example@mail.example.com", "山田太郎 and others"] {
        let lines = TextWrap.lines(text, width: width)
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
      }
    }
  }

  @Test func `a long address breaks after a separator`() {
    #expect(
      TextWrap.lines("alice.example@mail.example.com", width: 18) == [
        "alice.example@", "mail.example.com",
      ])
  }

  @Test func `colour surrounds the text and is absent unless asked for`() {
    var table = Table([.init("a")])
    table.add(["x"], tone: .bad)
    #expect(table.lines(width: 80, hasHeader: false) == ["x"])
    #expect(
      table.lines(width: 80, style: Style(isColored: true), hasHeader: false) == [
        "\u{1B}[31mx\u{1B}[0m"
      ])
  }
}

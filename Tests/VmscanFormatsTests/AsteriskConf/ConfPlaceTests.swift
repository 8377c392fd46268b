import Testing
import VmscanFormats

struct ConfPlaceTests {
  /// The raw value of the only variable, as the place finds it in the document.
  private func raw(_ text: String) -> String? {
    let conf = loadConf(text)
    guard let variable = conf.sections.first?.variables.first else { return nil }
    let line = conf.documents[Int(variable.place.document)].line(Int(variable.place.line))
    let range = variable.place.range
    guard range.upperBound <= line.count else { return nil }
    let start = line.startIndex + range.lowerBound
    return String(decoding: line[start..<start + range.count], as: UTF8.self)
  }

  static let values: [(text: String, raw: String)] = [
    ("[a]\nx => 1,2 ; c\n", "1,2"), ("[a]\n  x=1\r\n", "1"), ("[a]\nx=\n", ""),
    ("[a]\nx = 1\\;2 ; c\n", "1\\;2"), ("[a]\nx=\\;1\n", "\\;1"), ("[a]\nx=1\\;\n", "1\\;"),
    ("[a]\nx=1;-- c --;2\n", "1;-- c --;2"), ("\u{FEFF}[a]\nx=1\n", "1"),
    ("[a]\n;--\n--; x=1 2\n", "1 2"), ("[a]\n\\[x]=1\n", "1"),
  ]

  @Test(arguments: values)
  func `place holds the raw value`(_ text: String, _ expected: String) {
    #expect(raw(text) == expected)
  }

  @Test func `empty value has its place behind the sign`() {
    let conf = loadConf("[a]\nx =>   \n")
    #expect(conf.sections[0].variables[0].place.range == 4..<4)
    #expect(conf.sections[0].variables[0].place.line == 2)
  }

  @Test func `traits tell how the line is written`() {
    let text = "[a]\n\\#x=>1\ny=2;c\nz=3 ;c\nw=a\\;b\nv=1\nv+=2\n"
    let traits = loadConf(text).sections[0].variables.map(\.traits)
    #expect(
      traits == [
        [.object, .escapedName, .verbatim], [.gluedSemicolon, .verbatim], [.verbatim], [],
        [.appended],
      ])
  }

  @Test func `inherited lines keep the place of the base`() {
    let conf = loadConf("[a](!)\nx=1\n[b](a)\n[c](b)\n")
    #expect(conf.sections.map { $0.variables.map(\.place.line) } == [[2], [2], [2]])
    #expect(conf.sections[1].variables[0].inheritedFrom == Array("a".utf8))
    #expect(conf.sections[2].variables[0].inheritedFrom == Array("b".utf8))
  }

  @Test func `one place can be edited and all else stays`() {
    let text = "\u{FEFF}[a]\r\n1 => 12,A,a@x ; c\r\n\u{0}2 => 3"
    let conf = loadConf(text)
    var document = conf.documents[0]
    let place = conf.sections[0].variables[0].place
    let end = place.range.upperBound
    let added = document.replace(end..<end, inLine: Int(place.line), with: ",,d=y".utf8)
    #expect(added)
    #expect(
      document.serialized
        == Array(
          "\u{FEFF}[a]\r\n1 => 12,A,a@x,,d=y ; c\r\n\u{0}2 => 3".utf8))
    let outside = document.replace(0..<99, inLine: 1, with: [])
    let absent = document.replace(0..<0, inLine: 9, with: [])
    #expect(!outside && !absent)
  }
}

import Testing
import VmscanFormats

struct ConfGrammarTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: String
    var result: [String]
    var testDescription: String { name }
    init(_ name: String, _ text: String, _ result: [String]) {
      (self.name, self.text, self.result) = (name, text, result)
    }
  }

  static let cases: [Case] = [
    Case("plain", "[a]\nx=1\ny => 2\n", ["[a] x=1", "[a] y=2"]),
    Case("blanks around", "[a]\n \t x \t = \t 1 2 \t \n", ["[a] x=1 2"]),
    Case("no final newline", "[a]\nx=1", ["[a] x=1"]),
    Case("CRLF", "[a]\r\nx=1\r\n", ["[a] x=1"]),
    Case("CR only is one line", "[a]\rx=1\r", []),
    Case("sign split", "[a]\nx = >1\n", ["[a] x=>1"]),
    Case("first equal sign counts", "[a]\nx=1=2\n", ["[a] x=1=2"]),
    Case("empty value", "[a]\nx=\ny=>\n", ["[a] x=", "[a] y="]),
    Case("quotes are text", "[a]\nx=\"1;2\"\n", ["[a] x=\"1"]),
    Case("no continuation", "[a]\nx=1\\\ny=2\n", ["[a] x=1\\", "[a] y=2"]),
    Case("line comment", "[a]\nx=1;2\n;y=3\n", ["[a] x=1"]),
    Case("escaped semicolon", "[a]\nx=1\\;2\n", ["[a] x=1;2"]),
    Case("no escape for a backslash", "[a]\nx=1\\\\;2\n", ["[a] x=1\\;2"]),
    Case("block comment", "[a]\n;-- x=1\ny=2\n--; z=3\n", ["[a] z=3"]),
    Case("block within a value", "[a]\nx=Bob;-- a --;by\n", ["[a] x=Bobby"]),
    Case("three dashes", "[a]\n;--- x\ny=2\n", ["[a] y=2"]),
    Case("open that does not close", "[a]\n;--;\nx=1\n--;\ny=2\n", ["[a] y=2"]),
    Case("nested", "[a]\n;-- ;-- \n--;\nx=1\n--;y=2\n", ["[a] y=2"]),
    Case("escape within a block", "[a]\n;-- \\;-- \nx=1\n--;y=2\n", ["[a] y=2"]),
    Case("stray end hides", "[a]\nx=1 --; 2\ny=3\n;--\nz=4\n", ["[a] x=1 --; 2", "[a] z=4"]),
    Case("after a stray end", "[a]\nx=1--;\n;-- y=2 --; z=3\nw=4\n", ["[a] x=1--;"]),
    Case("header blanks", "[ a ]\nx=1\n", ["[ a ] x=1"]),
    Case("header with blank before options", "[a] (!)\nx=1\n", ["[a] x=1"]),
    Case("header rest ignored", "[a]y=2\nx=1\n", ["[a] x=1"]),
    Case("template", "[a](!)\nx=1\n[b](a)\ny=2\n", ["[a!] x=1", "[b] x=1", "[b] y=2"]),
    Case("inherit from a section", "[a]\nx=1\n[b](A)\n", ["[a] x=1", "[b] x=1"]),
    Case("inherit so far", "[a]\nx=1\n[b](a)\n[a](+)\ny=2\n", ["[a] x=1", "[a] y=2", "[b] x=1"]),
    Case(
      "bases in order", "[a]\nx=1\n[b]\ny=2\n[c](b,a)\n",
      ["[a] x=1", "[b] y=2", "[c] y=2", "[c] x=1"]),
    Case(
      "append chooses the first", "[a]\nx=1\n[a]\ny=2\n[A](+)\nz=3\n",
      ["[a] x=1", "[a] z=3", "[a] y=2"]),
    Case(
      "append skips templates", "[a](!)\nx=1\n[a]\ny=2\n[a](+)\nz=3\n",
      ["[a!] x=1", "[a] y=2", "[a] z=3"]),
    Case(
      "append by filter", "[a]\nx=1\n[a]\ny=2\n[a](+y=2)\nz=3\n",
      ["[a] x=1", "[a] y=2", "[a] z=3"]),
    Case(
      "append by two filters", "[a]\nx=1\n[a]\nx=1\ny=2\n[a](+y=^2$&x=1)\nz=3\n",
      ["[a] x=1", "[a] x=1", "[a] y=2", "[a] z=3"]),
    Case(
      "append to a template", "[a](!)\nx=1\n[a](+TEMPLATES=restrict)\nz=3\n",
      ["[a!] x=1", "[a!] z=3"]),
    Case(
      "append moves what was inherited", "[a]\nx=1\n[b]\ny=2\n[b](a,+)\nz=3\n",
      ["[a] x=1", "[b] y=2", "[b] x=1", "[b] z=3"]),
    Case("directive in any case", "[a]\n#ExEc /bin/true\nx=1\n", ["[a] x=1"]),
    Case("unknown directive", "[a]\n#1000 => 1\nx=1\n", ["[a] x=1"]),
    Case("escaped bracket", "[a]\n\\[x] = 1\n\\#y=2\n", ["[a] [x]=1", "[a] #y=2"]),
    Case("escaped equal sign", "[a]\n\\==1\n", ["[a] ==1"]),
    Case("plus equals", "[a]\nx=1\nx += 2\n", ["[a] x=1 2"]),
    Case("plus equals defines", "[a]\nx += 2\n", ["[a] x=2"]),
    Case("plus equals keeps the sign", "[a]\nx +=> 2\n", ["[a] x=> 2"]),
    Case("plus equals wants the exact name", "[a]\nX=1\nx += 2\n", ["[a] X=1", "[a] x=2"]),
    Case("plus equals takes the last", "[a]\nx=1\nx=2\nx+=3\n", ["[a] x=1", "[a] x=23"]),
    Case(
      "plus equals changes the first of that value", "[a]\nx=1\nx=1\nx+=3\n",
      ["[a] x=13", "[a] x=1"]),
    Case("no sign, no name", "[a]\nx\n=1\ny=2\n", ["[a] y=2"]),
    Case("NUL ends a line", "[a]\nx=1\u{0}2\ny=2\n", ["[a] x=1", "[a] y=2"]),
    Case("mark skipped", "\u{FEFF}[a]\nx=1\n", ["[a] x=1"]),
    Case("no blank", "[a]\nx=\u{A0}1\u{A0}\n", ["[a] x=\u{A0}1\u{A0}"]),
  ]

  @Test(arguments: cases)
  func `text gives these sections`(_ item: Case) {
    let conf = loadConf(item.text)
    #expect(conf.outcome == .loaded)
    #expect(conf.summary == item.result)
  }

  static let faults: [(text: String, kind: ParseDiagnostic.Kind)] = [
    ("x=1\n", .variableBeforeSection), ("no sign\n", .variableBeforeSection),
    ("[a\nx=1\n", .noClosingBracket), ("[a](b\nx=1\n", .noClosingParenthesis),
    ("[a](b)\n", .unknownBase), ("[a]\n[b](!, a)\n", .unknownBase),
    ("[a](+)\n", .unknownSectionToAppend), ("[a](!)\n[a](+)\n", .unknownSectionToAppend),
    ("[a]\n[a](+x=1)\n", .unknownSectionToAppend), ("[a]\n\\ x=1\n", .invalidEscape),
    ("[a]\n\\\n", .invalidEscape), ("[a]\n#include none\n", .missingInclude),
    ("[a]\n[a](+,a)\n", .selfInheritance),
  ]

  @Test(arguments: faults)
  func `fault fails the load and tells its line`(_ text: String, _ kind: ParseDiagnostic.Kind) {
    let conf = loadConf(text + "[late]\nz=1\n")
    #expect(conf.outcome == .invalid)
    #expect(conf.kinds.last == kind)
    #expect(!conf.summary.contains("[late] z=1"))
    let lines = text.split(separator: "\n").count
    #expect(conf.diagnostics.last.map { $0.line <= lines && $0.line >= 1 } == true)
  }

  @Test func `a line of 8190 bytes is read and one of 8191 is not`() {
    func text(_ length: Int) -> String {
      "[a]\nx=" + String(repeating: "y", count: length - 2) + "\nz=1\n"
    }
    #expect(loadConf(text(8190)).sections[0].variables.map(\.value.count) == [8188, 1])
    let long = loadConf(text(8191))
    #expect(long.summary == ["[a] z=1"])
    #expect(long.kinds == [.overlongLine])
    #expect(long.diagnostics[0].line == 2)
  }

  @Test func `lines of a megabyte are skipped and counted right`() {
    let million = String(repeating: ";--\\;", count: 200_000)
    let conf = loadConf("[a]\n\(million)\nx=1\n\(million)\ny\n")
    #expect(conf.summary == ["[a] x=1"])
    #expect(conf.diagnostics.map(\.line) == [2, 4, 5])
  }

  @Test func `section names are cut to 79 bytes`() {
    let name = String(repeating: "n", count: 90)
    let conf = loadConf("[\(name)]\nx=1\n")
    #expect(conf.sections.map(\.name.count) == [79])
    #expect(conf.kinds == [.truncatedSectionName])
    // The uncut name is looked up and fits no section.
    #expect(loadConf("[\(name)]\n[\(name)](+)\n").outcome == .invalid)
  }

  @Test func `block comments nested 128 deep are refused`() {
    let text = "[a]\n" + String(repeating: ";-- ", count: 129) + "\n"
    #expect(loadConf(text).kinds == [.commentNestingLimit])
    #expect(loadConf(text).outcome == .invalid)
    let allowed = "[a]\n" + String(repeating: ";-- ", count: 128) + "\n"
    #expect(loadConf(allowed).outcome == .loaded)
  }

  @Test func `hidden lines are named without their values`() {
    let conf = loadConf("[a]\n1 => 77,Bob --; VIP\n2 => 88,A\n3 => 99,B\n")
    #expect(conf.kinds == [.strayBlockCommentEnd])
    #expect(conf.diagnostics[0].line == 2)
    #expect(conf.diagnostics[0].text.hasSuffix("It hides 2 lines, of 2, 3."))
    let open = loadConf("[a]\n;--\n2 => 88,A\n")
    #expect(open.kinds == [.unclosedBlockComment])
    let closed = loadConf("[a]\n;--\n2 => 88,A\n--;\nx=1\n")
    #expect(closed.kinds == [.blockCommentedLines])
    #expect(loadConf("[a]\n;--\nonly words\n--;\nx=1\n").kinds == [])
  }

  @Test func `values are looked up first or last by release`() {
    let text = "[general](!)\nx=0\n[general]\nx=1\nX=2\n[general]\nx=3\n"
    let newest = loadConf(text)
    #expect(newest.value("x", in: "GENERAL").map(\.value) == Array("2".utf8))
    let older = loadConf(text, rules: ConfRules(lastValueWins: false))
    #expect(older.value("x", in: "general").map(\.value) == Array("1".utf8))
    #expect(older.value("none", in: "general") == nil)
  }
}

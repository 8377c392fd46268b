import Testing
import VmscanFormats

struct ConfIncludeTests {
  @Test func `included text starts in the section opened last, the includer goes on in its own`() {
    let conf = loadConf(
      "[a]\nx=1\n#include one\ny=2\n#include \"two\"\nz=3\n",
      ["one": "p=1\n[b]\nq=2\n", "two": "r=3\n"])
    #expect(conf.summary == ["[a] x=1", "[a] p=1", "[a] y=2", "[a] z=3", "[b] q=2", "[b] r=3"])
  }

  @Test func `append makes the section current for includes`() {
    let conf = loadConf("[a]\n[b]\n[a](+)\n#include one\n", ["one": "p=1\n"])
    #expect(conf.summary == ["[a] p=1"])
  }

  @Test func `files of one pattern share section, comment and mark`() {
    let conf = loadConf(
      "[m]\n#include d/*\n",
      ["d/1": "\u{FEFF}[a]\nx=1\n;--\n", "d/2": "y=2\n--;\nz=3\n", "d/3": "\u{FEFF}[b]\nw=4\n"])
    #expect(conf.summary == ["[a] x=1", "[a] z=3", "[a] w=4"])
    #expect(conf.kinds.contains(.byteOrderMark))
    #expect(
      loadConf("\u{FEFF}[a]\n", rules: ConfRules(skipsByteOrderMark: false)).kinds == [
        .byteOrderMark, .noEqualSign,
      ]
        || loadConf("\u{FEFF}[a]\n", rules: ConfRules(skipsByteOrderMark: false)).outcome
          == .invalid
    )
  }

  @Test func `comment state is not shared with an included file`() {
    let conf = loadConf("[a]\n#include one\nx=1\n", ["one": "p=1\n;--\n"])
    #expect(conf.summary == ["[a] p=1", "[a] x=1"])
  }

  @Test func `paths are relative to the etc directory and quotes are removed`() {
    let names = ["one": "x=1\n", "d/\"two": "y=2\n"]
    let conf = loadConf("[a]\n#include <one>\n#include d/\"two\n#include /etc/one\n", names)
    #expect(conf.summary == ["[a] x=1", "[a] y=2", "[a] x=1"])
    #expect(
      conf.includes.map { String(decoding: $0.argument, as: UTF8.self) } == [
        "one", "d/\"two", "/etc/one",
      ])
    // Never relative to the including file.
    #expect(
      loadConf("[a]\n#include d/one\n", ["d/one": "#include two\n", "d/two": "x=1\n"])
        .summary == [])
  }

  /// After another line, as a first line hides a wrong index.
  static let loneQuotes: [(line: String, outcome: LoadedConf.Outcome, boxes: [String])] = [
    ("#include \"", .invalid, ["[a] x=1"]),
    ("#include \" ", .invalid, ["[a] x=1"]),
    ("#include \t\"\t; x", .invalid, ["[a] x=1"]),
    ("#include \";--x.conf\"", .invalid, ["[a] x=1"]),
    ("#include \"\"", .invalid, ["[a] x=1"]),
    ("#include <>", .invalid, ["[a] x=1"]),
    ("#include <", .invalid, ["[a] x=1"]),
    ("#tryinclude \"", .loaded, ["[a] x=1", "[a] y=2"]),
    ("#tryinclude <", .loaded, ["[a] x=1", "[a] y=2"]),
    ("#exec \"", .loaded, ["[a] x=1", "[a] y=2"]),
    ("#include", .loaded, ["[a] x=1", "[a] y=2"]),
  ]

  @Test(arguments: loneQuotes)
  func `a lone quote names the directory itself, which is no file`(
    _ line: String, _ outcome: LoadedConf.Outcome, _ boxes: [String]
  ) {
    let conf = loadConf("[a]\nx=1\n\(line)\ny=2\n")
    #expect(conf.outcome == outcome)
    #expect(conf.summary == boxes)
  }

  static let highBytes: [(line: [UInt8], signed: [String], unsigned: [String])] = [
    // A pasted no-break space: the second byte of it begins the file name.
    (Array("#include".utf8) + [0xC2, 0xA0] + Array("one".utf8), ["invalid"], ["[a] y=2"]),
    (Array("#include\u{201C}one\u{201D}".utf8), ["invalid"], ["[a] y=2"]),
    (Array("#include".utf8) + [0xE9] + Array("one".utf8), ["[a] p=1", "[a] y=2"], ["[a] y=2"]),
    (Array("#include".utf8) + [0xE9], ["[a] y=2"], ["[a] y=2"]),
    (Array("\\\u{E9} => 1".utf8), ["invalid"], ["[a] \u{E9}=1", "[a] y=2"]),
    (Array("\\".utf8) + [0x80] + Array("=1".utf8), ["invalid"], ["[a] \u{FFFD}=1", "[a] y=2"]),
    (Array("\u{E9} => 1".utf8), ["[a] \u{E9}=1", "[a] y=2"], ["[a] \u{E9}=1", "[a] y=2"]),
  ]

  @Test(arguments: highBytes)
  func `bytes beyond ASCII are below a blank where char is signed`(
    _ line: [UInt8], _ signed: [String], _ unsigned: [String]
  ) {
    for (isSigned, expected) in [(true, signed), (false, unsigned)] {
      let text = Array("[a]\n".utf8) + line + Array("\ny=2\n".utf8)
      var files = MemoryFiles(["/etc/one": "p=1\n"])
      files.texts["/etc/main.conf"] = text
      var loader = ConfLoader(
        etcDirectory: Array("/etc".utf8), rules: ConfRules(charIsSigned: isSigned),
        provider: files)
      let conf = loader.load(Array("main.conf".utf8))
      #expect((conf.outcome == .invalid ? ["invalid"] : conf.summary) == expected)
    }
  }

  @Test func `the reading is that of the machine`() {
    #if arch(x86_64)
      #expect(ConfRules.newest.charIsSigned)
    #elseif arch(arm64)
      #expect(!ConfRules.newest.charIsSigned)
    #endif
  }

  @Test func `missing includes fail the file they stand in`() {
    let nested = loadConf("[a]\n#include one\nx=1\n", ["one": "p=1\n#include none\nq=2\n"])
    #expect(nested.outcome == .loaded)
    #expect(nested.summary == ["[a] p=1", "[a] x=1"])
    #expect(nested.kinds == [.missingInclude, .includedFileInvalid])
    #expect(
      nested.diagnostics.first?.text == "The included file 'none' does not exist; the load fails.")
    #expect(loadConf("[a]\n#tryinclude none\nx=1\n").kinds == [])
  }

  @Test func `ten levels are read and an invalid file never gives its level back`() {
    var files: [String: String] = [:]
    for level in 1...12 { files["\(level)"] = "l\(level)=1\n#tryinclude \(level + 1)\n" }
    let deep = loadConf("[a]\n#tryinclude 1\nend=1\n", files)
    #expect(deep.sections[0].variables.count == 11)
    #expect(deep.kinds == [.includeTooDeep])
    let broken = loadConf(
      "[a]\n" + String(repeating: "#include bad\n", count: 10) + "#tryinclude good\nend=1\n",
      ["bad": "[x\n", "good": "g=1\n"])
    #expect(broken.outcome == .loaded)
    #expect(broken.summary == ["[a] end=1"])
  }

  @Test func `unreadable files are told and do not count as missing`() {
    var files = MemoryFiles(["/etc/main.conf": "[a]\n#include secret\nx=1\n"])
    files.unreadable = ["/etc/secret"]
    var loader = ConfLoader(etcDirectory: Array("/etc".utf8), provider: files)
    let conf = loader.load(Array("main.conf".utf8))
    #expect(conf.outcome == .loaded)
    #expect(conf.kinds == [.unreadableFile])
    #expect(loader.load(Array("none.conf".utf8)).outcome == .missing)
  }

  @Test func `commands are told and nothing is asked for them`() {
    let conf = loadConf("[a]\n#exec /bin/rm -rf x\ny=1\n")
    #expect(conf.kinds == [.execInclude])
    #expect(conf.includes.map(\.kind) == [.exec])
    #expect(conf.summary == ["[a] y=1"])
  }

  @Test func `paths are cut to 255 bytes`() {
    let name = String(repeating: "n", count: 300)
    var loader = ConfLoader(
      etcDirectory: Array("/etc".utf8),
      provider: MemoryFiles(["/etc/main.conf": "[a]\n#tryinclude \(name)\n"]))
    _ = loader.load(Array("main.conf".utf8))
    #expect(loader.provider.asked.map(\.utf8.count) == [14, 255])
  }

  @Test func `growth without end is refused`() {
    var limits = ConfLimits()
    limits.variables = 10_000
    limits.files = 100
    var doubling = "[s0]\nx=1\n"
    for level in 1...40 { doubling += "[s\(level)](s\(level - 1),s\(level - 1))\n" }
    #expect(loadConf(doubling, limits: limits).kinds == [.tooMuchInput])
    let fork = String(repeating: "#tryinclude main.conf\n", count: 10)
    let forking = loadConf("[a]\n" + fork, limits: limits)
    #expect(forking.outcome == .invalid)
    #expect(forking.documents.count <= 101)
  }

  @Test func `many appending lines stay cheap and bounded`() {
    let text = "[a]\nx=1\n" + String(repeating: "x+=yyyyyyyyyyyyyyyy\n", count: 20_000)
    #expect(loadConf(text).sections[0].variables[0].value.count == 1 + 16 * 20_000)
    var limits = ConfLimits()
    limits.comparisons = 1_000
    #expect(loadConf(text, limits: limits).kinds == [.tooMuchInput])
  }

  @Test func `diagnostics are limited but never the reason of a failure`() {
    var limits = ConfLimits()
    limits.diagnostics = 10
    let conf = loadConf("[a]\n" + String(repeating: "x\n", count: 50) + "[b\n", limits: limits)
    #expect(conf.diagnostics.count == 11)
    #expect(conf.droppedDiagnostics == 40)
    #expect(conf.kinds.last == .noClosingBracket)
  }
}

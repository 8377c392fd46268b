import VmscanFormats

/// Files in memory for the loader; a pattern is a path with at most one `*`.
struct MemoryFiles: ConfFileProvider {
  var texts: [String: [UInt8]]
  var unreadable: Set<String> = []
  private(set) var asked: [String] = []

  init(_ texts: [String: String]) { self.texts = texts.mapValues { Array($0.utf8) } }

  mutating func files(matching pattern: [UInt8]) -> [ConfFoundFile] {
    let name = String(decoding: pattern, as: UTF8.self)
    asked.append(name)
    guard let star = name.firstIndex(of: "*") else { return [find(name)] }
    let (head, tail) = (name[..<star], name[name.index(after: star)...])
    let found = texts.keys.sorted().filter {
      $0.hasPrefix(head) && $0.hasSuffix(tail) && !$0.dropFirst(head.count).contains("/")
    }
    return found.isEmpty ? [.missing(path: pattern)] : found.map(find)
  }

  private func find(_ name: String) -> ConfFoundFile {
    let path = Array(name.utf8)
    if unreadable.contains(name) { return .unreadable(path: path, reason: "EACCES") }
    return texts[name].map { .text(path: path, bytes: $0) } ?? .missing(path: path)
  }
}

extension LoadedConf {
  /// `[section] name=value` per variable, for comparison.
  var summary: [String] {
    sections.flatMap { section in
      let name = String(decoding: section.name, as: UTF8.self)
      return section.variables.map { variable in
        "[\(name)\(section.isTemplate ? "!" : "")] "
          + String(decoding: variable.name + [0x3D] + variable.value, as: UTF8.self)
      }
    }
  }

  var kinds: [ParseDiagnostic.Kind] { diagnostics.map(\.kind) }
}

/// Loads `/etc/main.conf` among files given relative to `/etc`.
func loadConf(
  _ main: String, _ others: [String: String] = [:], rules: ConfRules = .newest,
  limits: ConfLimits = ConfLimits()
) -> LoadedConf {
  var texts = Dictionary(uniqueKeysWithValues: others.map { ("/etc/" + $0.key, $0.value) })
  texts["/etc/main.conf"] = main
  var loader = ConfLoader(
    etcDirectory: Array("/etc".utf8), rules: rules, limits: limits, provider: MemoryFiles(texts))
  return loader.load(Array("main.conf".utf8))
}

/// A small repeatable generator (xorshift64*).
struct SeededBytes: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }

  /// A line with `#include`, `#tryinclude` or `#exec` and quotes that may be unpaired.
  mutating func directive() -> [UInt8] {
    let words = ["#include", "#tryinclude", "#exec"]
    let pieces = ["\"", "\"", "<", ">", "x", " ", "\t", ";--", "--;", "; x", "\u{E9}", "main.conf"]
    var line = words[Int.random(in: 0..<words.count, using: &self)] + " "
    for _ in 0..<Int.random(in: 0..<5, using: &self) {
      line += pieces[Int.random(in: 0..<pieces.count, using: &self)]
    }
    return Array((line + "\n").utf8)
  }

  /// Text of pieces that matter to the grammar.
  mutating func confText(pieces count: Int) -> [UInt8] {
    let pieces = [
      ";", "--", "-", "\\", ";--", "--;", "\n", "\n", "\r\n", " ", "\t", "=", "=>", "+=", "[a]",
      "[b](!)", "[c](a)", "[a](+)", "[", "]", "(", ")", "#include x", "#tryinclude main.conf",
      "#exec y", "#include \"", "#tryinclude \"", "#exec \"", "#include <", "\"", ">", "1", "a",
      "\u{0}", "é", ",", "|", "\u{FEFF}", "(+a=1&TEMPLATES=include)",
    ]
    var text: [UInt8] = []
    for _ in 0..<count {
      if UInt8.random(in: 0..<20, using: &self) == 0 {
        text.append(UInt8.random(in: 0...255, using: &self))
      } else {
        text += Array(pieces[Int.random(in: 0..<pieces.count, using: &self)].utf8)
      }
    }
    return text
  }
}

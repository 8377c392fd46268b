/// Loads a configuration file with its includes exactly as Asterisk does
/// (`ast_config_load2`, `config_text_file_load`, `process_text_line`).
///
/// Pure: files come from the provider, `#exec` is reported and never run. Cost is linear in what
/// is read but for lookups of inherited sections; `ConfLimits` bounds a hostile input.
package struct ConfLoader<Provider: ConfFileProvider> {
  /// Includes below the main file; the next one is refused (`MAX_INCLUDE_LEVEL`).
  static var includeLimit: Int { 10 }
  /// Bytes kept of a path (`fn[256]`).
  static var pathLimit: Int { 255 }

  package internal(set) var provider: Provider
  let etcDirectory: [UInt8]
  let limits: ConfLimits
  var result: LoadedConf
  /// `cfg->current`: the section opened last, in whatever file; an included file starts in it.
  var current: Int?
  /// `cfg->include_level`.
  var level = 0
  /// Every name of a variable once: a large file has few, and a hundred thousand variables.
  var names: Set<[UInt8]> = []
  /// Sections by folded name.
  var index: [[UInt8]: [Int]] = [:]
  var variableCount = 0
  var fileCount = 0
  var byteCount = 0
  var comparisons = 0
  /// Variables by folded name per section, kept for sections with `+=` lines.
  var appendIndexes: [Int: ConfAppendIndex] = [:]
  /// What a section's heirs get, by section.
  var heirlooms: [Int: Heirloom] = [:]
  /// Asterisk would hang or exhaust its memory, so nothing that was read means anything.
  var isPoisoned = false

  /// Variables that heirs of a section share, and the list of its name alone.
  struct Heirloom {
    var variables: [ConfVariable]
    var names: [[UInt8]]
  }

  package init(
    etcDirectory: [UInt8], rules: ConfRules = .newest, limits: ConfLimits = ConfLimits(),
    provider: Provider
  ) {
    self.etcDirectory = etcDirectory
    self.limits = limits
    self.provider = provider
    result = LoadedConf(rules: rules)
  }

  /// Loads a file by the name Asterisk would ask for, relative to the etc directory.
  package mutating func load(_ name: [UInt8]) -> LoadedConf {
    let fresh = LoadedConf(rules: result.rules)
    result = fresh
    (current, level, names, index, appendIndexes, isPoisoned) = (nil, 0, [], [:], [:], false)
    heirlooms = [:]
    (variableCount, fileCount, byteCount, comparisons) = (0, 0, 0, 0)
    switch loadFiles(name) {
    case .none: result.outcome = .missing
    case .invalid: result.outcome = .invalid
    case .read: result.outcome = .loaded
    }
    defer { (result, names, index, heirlooms) = (fresh, [], [:], [:]) }
    return result
  }

  enum LoadStatus { case none, invalid, read }

  /// `ast_config_internal_load`: counts the level, which an invalid file never gives back.
  mutating func loadFiles(_ name: [UInt8]) -> LoadStatus {
    level += 1
    let status = readFiles(name)
    if status != .invalid { level -= 1 }
    return status
  }

  private mutating func readFiles(_ name: [UInt8]) -> LoadStatus {
    let slash = UInt8(ascii: "/")
    let full = name.first == slash ? name : etcDirectory + [slash] + name
    var lexer = ConfLexer(rules: result.rules)
    var section = current
    var status = LoadStatus.none
    var block = ConfHiddenBlock()
    files: for found in provider.files(matching: Array(full.prefix(Self.pathLimit))) {
      switch found {
      case .missing: continue
      case .notRegular(let path):
        report(.notRegularFile, file: path, "Asterisk skips it because it is no regular file.")
      case .unreadable(let path, let reason):
        status = .read
        report(.unreadableFile, file: path, "It could not be read: \(reason).")
      case .text(let path, let bytes):
        status = .read
        lexer.open(bytes)
        let document = open(path, bytes)
        if !parse(&lexer, document: document, section: &section, block: &block) {
          status = .invalid
          break files
        }
      }
    }
    block.finish(depth: lexer.depth) { report($0) }
    return status
  }

  private mutating func open(_ path: [UInt8], _ bytes: [UInt8]) -> Int {
    fileCount += 1
    byteCount += bytes.count
    result.documents.append(ConfDocument(path: path, bytes: limits.keepsText ? bytes : []))
    return result.documents.count - 1
  }

  /// Parses one file; false when it must be refused from the current line on.
  private mutating func parse(
    _ lexer: inout ConfLexer, document: Int, section: inout Int?, block: inout ConfHiddenBlock
  ) -> Bool {
    let path = result.documents[document].path
    guard fileCount <= limits.files, byteCount <= limits.bytes else {
      report(.tooMuchInput, file: path, "More is included than a configuration can mean.")
      return false
    }
    while let line = lexer.next() {
      var isRefused = false
      for fault in line.faults {
        if fault.kind == .strayBlockCommentEnd {
          block.stray(file: path, line: line.number, column: fault.offset + 1)
        } else {
          report(ConfDiagnosticText.of(fault.kind, file: path, line: line.number, fault.offset))
        }
        isRefused = isRefused || fault.kind.failsLoad
      }
      if isRefused { return false }
      if let hidden = line.hidden {
        block.hide(hidden, file: path, line: line.number)
      } else if lexer.depth == 0 {
        block.close { report($0) }
      }
      if lexer.depth != 0, line.hidden == nil {
        block.open(depth: lexer.depth, file: path, line: line.number)
      }
      guard let text = line.live, !text.bytes.isEmpty else { continue }
      let source = ConfSource(text: text, document: document, path: path, line: line.number)
      guard apply(ConfStatement(text, rules: result.rules), source, &section) else { return false }
    }
    return true
  }

  /// Carries out one line; false when the file must be refused.
  private mutating func apply(
    _ statement: ConfStatement, _ source: ConfSource, _ section: inout Int?
  ) -> Bool {
    switch statement {
    case .fault(let kind, let index):
      if section == nil, kind != .noClosingBracket, kind != .noClosingParenthesis {
        return fail(.variableBeforeSection, source)
      }
      report(ConfDiagnosticText.of(kind, source, at: index))
      return !kind.failsLoad
    case .section(let name, let options):
      return openSection(name: name, options: options, source, &section)
    case .directive(let word, let argument):
      return follow(word: word, argument: argument, source)
    case .assignment(let assignment):
      guard let section else { return fail(.variableBeforeSection, source) }
      return assign(assignment, in: section, source)
    }
  }
}

extension ConfLoader where Provider == ConfSingleText {
  /// Parses one text in memory; an include in it is refused as missing.
  package static func parse(
    _ bytes: [UInt8], path: String = "", rules: ConfRules = .newest
  ) -> LoadedConf {
    let name = Array((path.hasPrefix("/") ? path : "/" + path).utf8.prefix(pathLimit))
    var loader = ConfLoader(
      etcDirectory: [], rules: rules, provider: ConfSingleText(path: name, bytes: bytes))
    return loader.load(name)
  }
}

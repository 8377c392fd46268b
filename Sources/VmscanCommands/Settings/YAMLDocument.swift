import Yams

/// Reads YAML and says what is wrong with it by line, never by a word of the text, for that may
/// be a secret: the descriptions of Yams' errors quote the file.
///
/// A mapping in which a key stands twice is refused by Yams as a whole. Here the key gets another
/// name in the text until none stands twice, so that every fault of the file is found.
enum YAMLDocument {
  struct Fault: Hashable {
    /// 1-based; `nil` where the reader does not say.
    var line: Int?
    var reason: String
  }

  /// More keys that stand twice are no slip of the pen.
  private static let limit = 100

  /// The root node, the first of every key that stands twice kept; `nil` when the text is empty or
  /// cannot be read.
  static func read(_ text: String) -> (root: Node?, faults: [Fault]) {
    let mark = unusedWord(in: text)
    var text = text
    var repeated: [Int] = []
    while true {
      do {
        guard let root = try Yams.compose(yaml: text) else { return (nil, []) }
        guard !repeated.isEmpty else { return (root, []) }
        var names = OriginalNames(mark: mark)
        let restored = names.restore(root)
        return (restored, names.faults)
      } catch YamlError.duplicatedKeysInMapping(_, let context) {
        let place = context.mark
        repeated.append(place.line)
        let name = "\(mark)\(repeated.count)-"
        guard repeated.count <= limit, let renamed = YAMLKey.prefix(name, at: place, in: text)
        else {
          return (nil, unplaced(repeated))
        }
        text = renamed
      } catch {
        return (nil, unplaced(repeated) + [fault(of: error)])
      }
    }
  }

  /// Of keys that stand twice when only the first of them could be found.
  private static func unplaced(_ lines: [Int]) -> [Fault] {
    lines.map { Fault(line: $0, reason: "the key on this line stands once more below it") }
  }

  private static func fault(of error: any Error) -> Fault {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      Fault(line: mark.line, reason: "not YAML: \(problem)")
    case .reader(let problem, let offset, _, let text):
      Fault(
        line: offset.map { YAMLLines.count(in: text.prefix($0).unicodeScalars) + 1 },
        reason: "not YAML: \(problem)")
    default: Fault(reason: "not YAML")
    }
  }

  private static func unusedWord(in text: String) -> String {
    var word = "again"
    while text.contains(word) { word += "x" }
    return word
  }
}

/// Takes the marks off keys and leaves out those that stand twice.
private struct OriginalNames {
  let mark: String
  private(set) var faults: [YAMLDocument.Fault] = []

  init(mark: String) { self.mark = mark }

  mutating func restore(_ node: Node) -> Node {
    switch node {
    case .mapping(let mapping): .mapping(restore(mapping))
    case .sequence(var sequence):
      restore(&sequence)
    case .scalar, .alias: node
    }
  }

  private mutating func restore(_ sequence: inout Node.Sequence) -> Node {
    for index in sequence.indices { sequence[index] = restore(sequence[index]) }
    return .sequence(sequence)
  }

  private mutating func restore(_ mapping: Node.Mapping) -> Node.Mapping {
    var first: [String: Int?] = [:]
    var pairs: [(Node, Node)] = []
    for (key, value) in mapping {
      guard case .scalar(var scalar) = key else {
        pairs.append((key, restore(value)))
        continue
      }
      if scalar.string.hasPrefix(mark), let end = scalar.string.firstIndex(of: "-") {
        scalar.string = String(scalar.string[scalar.string.index(after: end)...])
      }
      if let line = first[scalar.string] {
        faults.append(Self.fault(scalar.string, scalar.mark?.line, first: line))
      } else {
        first[scalar.string] = .some(scalar.mark?.line)
        pairs.append((.scalar(scalar), restore(value)))
      }
    }
    return Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark)
  }

  /// The key is named when it is one of ours; another may have swallowed a secret.
  private static func fault(_ key: String, _ line: Int?, first: Int?) -> YAMLDocument.Fault {
    let place = first.map { $0 == line ? " on the same line" : " on line \($0)" } ?? " before"
    let name = SettingKey(rawValue: key) != nil ? "\(key): " : ""
    return YAMLDocument.Fault(
      line: line, reason: "\(name)this key stands already\(place); remove one of them")
  }
}

/// Changes a key in a text of which only its place is known.
private enum YAMLKey {
  /// The text with a word put before the key's first letter; `nil` when no plain or quoted key
  /// stands there.
  static func prefix(_ word: String, at mark: Mark, in text: String) -> String? {
    let scalars = text.unicodeScalars
    guard let line = YAMLLines.start(of: mark.line, in: scalars),
      var place = scalars.index(line, offsetBy: mark.column - 1, limitedBy: scalars.endIndex),
      place < scalars.endIndex
    else { return nil }
    switch scalars[place] {
    case "\"", "'": place = scalars.index(after: place)
    case "&", "*", "!", "|", ">", "[", "{", "?": return nil
    default: break
    }
    return String(scalars[..<place]) + word + String(scalars[place...])
  }
}

/// Lines as YAML breaks them.
private enum YAMLLines {
  typealias Scalars = String.UnicodeScalarView

  static func start(of line: Int, in scalars: Scalars) -> Scalars.Index? {
    var index = scalars.startIndex
    for _ in 1..<max(1, line) {
      guard let end = scalars[index...].firstIndex(where: isBreak) else { return nil }
      index = after(end, in: scalars[...])
    }
    return index
  }

  static func count(in scalars: Substring.UnicodeScalarView) -> Int {
    var count = 0
    var rest = scalars
    while let end = rest.firstIndex(where: isBreak) {
      count += 1
      rest = rest[after(end, in: scalars)...]
    }
    return count
  }

  private static func after(
    _ end: Scalars.Index, in scalars: Substring.UnicodeScalarView
  ) -> Scalars.Index {
    let next = scalars.index(after: end)
    guard scalars[end] == "\r", next < scalars.endIndex, scalars[next] == "\n" else { return next }
    return scalars.index(after: next)
  }

  private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
    [0x0A, 0x0D, 0x85, 0x2028, 0x2029].contains(scalar.value)
  }
}

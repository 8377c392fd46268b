/// One step of a dialplan: `exten => 600,1,DISA(1234,inside)` or `same => n,Hangup()`.
package struct DialplanStep: Sendable, Hashable {
  package var dialled: [UInt8]
  /// As written: a number, `n`, `hint`, `s` and labels.
  package var priority: [UInt8]
  /// Name of the application; empty for a hint.
  package var application: [UInt8]
  /// What stands between the outermost parentheses, or the whole hint.
  package var data: [UInt8]

  package var isHint: Bool { ConfBytes.equalsFolded(priority, "hint".utf8) }

  /// Reads a variable of a context; `last` is the extension that `same` goes on with.
  ///
  /// - Returns: `nil` for other lines (`include`, `switch`, `ignorepat`) and for those Asterisk
  ///   cannot read.
  package init?(_ variable: ConfVariable, last: [UInt8]?) {
    let value = variable.value
    var rest = value[...]
    if variable.isNamed("exten") {
      guard let name = Self.field(&rest) else { return nil }
      dialled = Array(ConfBytes.stripped(name.prefix { $0 != UInt8(ascii: "/") }))
    } else if variable.isNamed("same"), let last {
      dialled = last
    } else {
      return nil
    }
    guard let priority = Self.field(&rest) else { return nil }
    self.priority = Array(
      ConfBytes.stripped(priority.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: "+") }))
    let call = ConfBytes.stripped(rest)
    if ConfBytes.equalsFolded(self.priority, "hint".utf8) {
      application = []
      data = Array(call)
      return
    }
    let parts = Self.parts(call)
    (application, data) = (Array(ConfBytes.stripped(parts.application[...])), parts.data)
    guard !application.isEmpty else { return nil }
  }

  /// The text up to the next comma outside of brackets; moves behind it.
  private static func field(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var depth = 0
    for index in rest.indices {
      switch rest[index] {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: ",") where depth <= 0:
        let field = rest[..<index]
        rest = rest[(index + 1)...]
        return field
      default: break
      }
    }
    return nil
  }

  /// Arguments as `AST_STANDARD_APP_ARGS` splits them: at commas outside parentheses and quotes,
  /// quotes and escapes taken away.
  package var arguments: [[UInt8]] {
    var arguments: [[UInt8]] = []
    var current: [UInt8] = []
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for byte in data {
      if isEscaped {
        current.append(byte)
        isEscaped = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["):
        if !isQuoted { depth += 1 }
        current.append(byte)
      case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"):
        if !isQuoted { depth -= 1 }
        current.append(byte)
      case UInt8(ascii: ",") where depth <= 0 && !isQuoted:
        arguments.append(current)
        current = []
      default: current.append(byte)
      }
    }
    arguments.append(current)
    return arguments
  }

  package func isCall(of name: StaticString) -> Bool {
    name.withUTF8Buffer { ConfBytes.equalsFolded(application, $0) }
  }

  /// Devices that a text of the dialplan names: `PJSIP/100`, `SIP/100&IAX2/200@host`.
  package static func devices(in text: [UInt8]) -> [(technology: String, name: [UInt8])] {
    var found: [(technology: String, name: [UInt8])] = []
    let ends = Set("&,)/@:} \"'^|".utf8)
    for (technology, word) in technologies {
      var rest = text[...]
      while let start = rest.firstRange(ofBytes: word) {
        let isWhole =
          start.lowerBound == text.startIndex || !Self.isWord(text[start.lowerBound - 1])
        let name = text[start.upperBound...].prefix { !ends.contains($0) }
        if isWhole, !name.isEmpty { found.append((technology, Array(name))) }
        rest = text[start.upperBound...]
      }
    }
    return found
  }

  private static let technologies: [(String, [UInt8])] = [
    ("pjsip", Array("PJSIP/".utf8)), ("sip", Array("SIP/".utf8)), ("iax", Array("IAX2/".utf8)),
  ]

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
      || byte == UInt8(ascii: "_")
  }
}

extension ArraySlice<UInt8> {
  /// Where the bytes stand for the first time, ASCII case ignored.
  fileprivate func firstRange(ofBytes word: [UInt8]) -> Range<Int>? {
    guard count >= word.count else { return nil }
    for start in startIndex...(endIndex - word.count)
    where ConfBytes.equalsFolded(self[start..<start + word.count], word) {
      return start..<start + word.count
    }
    return nil
  }
}

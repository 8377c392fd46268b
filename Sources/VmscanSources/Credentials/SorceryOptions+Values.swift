import VmscanFormats
import VmscanModel

/// Which values the handlers of the options take.
extension SorceryOptions {
  static func takes(_ value: [UInt8], _ values: Values) -> Bool {
    func text() -> String {
      String(decoding: ByteText(bytes: value).lowercased.bytes, as: UTF8.self)
    }
    switch values {
    case .any, .file: return true
    case .number(let most): return AsteriskWords.unsigned(value).map { $0 <= most } ?? false
    case .atLeast(let least): return AsteriskWords.signed(value).map { $0 >= least } ?? false
    case .scanned: return startsWithNumber(value)
    case .decimal: return Double(String(decoding: value, as: UTF8.self)) != nil
    case .oneOf(let words): return words.contains(text())
    case .exactly(let words): return words.contains { value.elementsEqual($0.utf8) }
    case .wordOrNumber(let words): return startsWithNumber(value) || words.contains(text())
    case .listOf(let words, let emptyCounts):
      return value.isEmpty
        || parts(value, at: ",").allSatisfy { part in
          part.isEmpty ? !emptyCounts : words.contains { part.lowercased == ByteText($0) }
        }
    case .members: return value.isEmpty || !SorceryObject.list(value).isEmpty
    case .addresses:
      var rules: [AccessList.Rule] = []
      return value.isEmpty || AccessList.append(value, permits: true, to: &rules)
    case .assignment: return value.isEmpty || value.contains(UInt8(ascii: "="))
    case .uris: return SorceryObject.list(value).allSatisfy(isURI)
    case .uriUser:
      return value.allSatisfy { byte in
        isAlphanumeric(byte) || "-._~%!$&'()*+,;=:".utf8.contains(byte)
      }
    case .hosts: return SorceryObject.list(value).allSatisfy(isHost)
    case .header:
      guard let colon = value.firstIndex(of: UInt8(ascii: ":")) else { return value.isEmpty }
      return !ByteText(bytes: value[..<colon]).stripped.isEmpty
    case .codecs(let mayBeEmpty): return value.isEmpty ? mayBeEmpty : isCodecList(value)
    case .codecPreferences(let takesUnion):
      return arePreferences(value, takesUnion: takesUnion)
    }
  }

  private static func parts(_ value: [UInt8], at separators: String) -> [ByteText] {
    value.split(omittingEmptySubsequences: false) { separators.utf8.contains($0) }
      .map { ByteText(bytes: $0).stripped }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  private static func startsWithNumber(_ value: [UInt8]) -> Bool {
    AsteriskWords.scanned(value) != nil
  }

  /// `ast_sip_validate_uri_length`, but for how long a host may be.
  private static func isURI(_ text: ByteText) -> Bool {
    var bytes = text.bytes[...]
    if bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">") {
      bytes = bytes.dropFirst().dropLast()
    }
    let folded = ByteText(bytes: bytes).lowercased.bytes
    let scheme = ["sip:", "sips:"].first { folded.starts(with: $0.utf8) }
    guard let scheme else { return false }
    let at = bytes.firstIndex(of: UInt8(ascii: "@")).map { $0 + 1 }
    let host = bytes[(at ?? bytes.startIndex + scheme.utf8.count)...]
    return host.first != UInt8(ascii: "[") || host.contains(UInt8(ascii: "]"))
  }

  /// A network is read as in an access list; names are looked up later, which loses nothing.
  private static func isHost(_ text: ByteText) -> Bool {
    guard text.bytes.contains(UInt8(ascii: "/")) else { return true }
    var rules: [AccessList.Rule] = []
    return AccessList.append(text.bytes, permits: true, to: &rules)
  }

  /// `ast_format_cap_update_by_allow_disallow`, which takes its own printed form as well.
  private static func isCodecList(_ value: [UInt8]) -> Bool {
    var list = value
    if list.first == UInt8(ascii: "("), list.last == UInt8(ascii: ")") {
      list = Array(list.dropFirst().dropLast())
    }
    return parts(list, at: ",|").allSatisfy { part in
      var name = part.bytes[...]
      if name.first == UInt8(ascii: "!") { name = name.dropFirst() }
      if let colon = name.lastIndex(of: UInt8(ascii: ":")) {
        let size = Array(name[(colon + 1)...])
        // Nothing behind the sign is no wrong size.
        guard size.isEmpty || AsteriskWords.scanned(size).map({ $0 >= 0 }) ?? false else {
          return false
        }
        name = name[..<colon]
      }
      let folded = ByteText(bytes: name).lowercased
      return codecs.contains(folded)
    }
  }

  private static let preferences: [String: [String]] = [
    "operation": ["intersect", "union", "only_preferred", "only_nonpreferred"],
    "prefer": ["pending", "configured"], "keep": ["all", "first"],
    "transcode": ["allow", "prevent"],
  ]

  /// `ast_stream_codec_prefs_parse`: names it does not know are passed over, and a wrong value behind
  /// a right one of the same name changes nothing.
  private static func arePreferences(_ value: [UInt8], takesUnion: Bool) -> Bool {
    var found: [String: String] = [:]
    for part in value.split(separator: UInt8(ascii: ",")) {
      let words = part.split { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: " ") }
        .map { String(decoding: $0, as: UTF8.self) }
      guard words.count > 1 else { return false }
      guard let known = preferences[words[0]] else { continue }
      if known.contains(words[1]) { found[words[0]] = words[1] }
      guard found[words[0]] != nil else { return false }
    }
    return takesUnion || found["operation"] != "union"
  }
}

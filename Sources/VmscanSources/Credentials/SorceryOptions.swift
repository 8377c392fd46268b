import VmscanFormats
import VmscanModel

/// Options of PJSIP objects and the values Asterisk takes for them.
///
/// One unknown option or refused value and the object is not loaded, so that an endpoint which
/// looks open may not exist. Names are those of the documentation Asterisk 16.28 and 22.10 ship;
/// which values are taken was tried out option by option on both.
enum SorceryOptions {
  enum Values {
    case any
    /// An unsigned number.
    case number
    /// A number, also a negative one.
    case signed
    case oneOf([String])
    /// One of these, or what begins with a number, as `sscanf` reads it.
    case wordOrNumber([String])
    /// A comma list of these.
    case listOf([String])
    case addresses
    case codecs
    /// Nothing, or a word and its value.
    case assignment
    case uri
    /// Characters that the user part of an address may hold.
    case uriUser
    /// Number not below the one given.
    case atLeast(Int)
  }

  static func fault(of object: SorceryObject, type: String, rules: CredentialRules) -> LoadFault? {
    guard let known = options[type] else { return nil }
    for variable in object.variables where variable.name.first != UInt8(ascii: "@") {
      let name = String(
        decoding: ByteText(bytes: variable.name).lowercased.bytes, as: UTF8.self)
      if name == "type" { continue }
      guard let values = known[name] else {
        if type == "phoneprov" { continue }
        return .unknownOption
      }
      if name == "external_signaling_hostname", !rules.hasSignalingHostname {
        return .unknownOption
      }
      if rules.isOldPJSIP, newer.contains(name), type != "aor" || name == "qualify_2xx_only" {
        return .unknownOption
      }
      if !takes(variable.value, values) { return .badValue }
      if rules.isOldPJSIP, name == "identify_by",
        SorceryObject.list(variable.value).contains(where: { $0.lowercased == "request_uri" })
      {
        return .badValue
      }
    }
    return type == "endpoint" && clashes(object) ? .badValue : nil
  }

  /// Values that are refused together, as `sip_endpoint_apply_handler` has them.
  private static func clashes(_ object: SorceryObject) -> Bool {
    if object.variables.isTrue("dtls_auto_generate_cert"), !object.text("dtls_cert_file").isEmpty {
      return true
    }
    func number(_ name: StaticString, default usual: Int) -> Int {
      object.last(name).map { AsteriskWords.atoi($0.value) } ?? usual
    }
    return number("timers_sess_expires", default: 1800) < number("timers_min_se", default: 90)
  }

  private static func takes(_ value: [UInt8], _ values: Values) -> Bool {
    let text = String(decoding: ByteText(bytes: value).lowercased.bytes, as: UTF8.self)
    switch values {
    case .any: return true
    case .number: return UInt32(text) != nil && text.first != "+"
    case .signed: return Int(text) != nil
    case .atLeast(let least): return (UInt32(text).map { Int($0) } ?? -1) >= least
    case .oneOf(let words): return words.contains(text)
    case .wordOrNumber(let words): return words.contains(text) || startsWithNumber(text)
    case .listOf(let words):
      return text.split(separator: ",").allSatisfy {
        words.contains($0.trimmingPrefix(while: { $0 == " " }).description.trimmedEnd)
      }
    case .addresses:
      var rules: [AccessList.Rule] = []
      return value.isEmpty || AccessList.append(value, permits: true, to: &rules)
    case .assignment: return value.isEmpty || value.contains(UInt8(ascii: "="))
    case .uri: return value.isEmpty || text.hasPrefix("sip:") || text.hasPrefix("sips:")
    case .uriUser:
      return value.allSatisfy { byte in
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
          || "-._~%!$&'()*+,;=:".utf8.contains(byte)
      }
    case .codecs:
      return !value.isEmpty
        && text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { part in
          var name = part.trimmingPrefix(while: { $0 == " " }).description.trimmedEnd
          if name.first == "!" { name.removeFirst() }
          return codecs.contains(name.prefix { $0 != ":" }.description)
        }
    }
  }

  private static func startsWithNumber(_ text: String) -> Bool {
    let rest = text.drop { $0 == " " || $0 == "\t" }
    return (rest.first == "-" || rest.first == "+" ? rest.dropFirst() : rest).first
      .map { $0.isASCII && $0.isNumber } ?? false
  }
}

extension String {
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

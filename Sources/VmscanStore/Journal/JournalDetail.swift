import FoundationEssentials

/// The detail of a journal row as text: a JSON object of strings with sorted keys.
enum JournalDetail {
  /// Names under which a caller or a PIN might slip in.
  private static let privateNames: Set<String> = [
    "callerid", "caller", "callername", "callernumber", "pin", "password", "secret",
  ]

  /// - Throws: `StoreError.privateDetail`.
  static func text(_ detail: [String: String]) throws -> String {
    let names = detail.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if let name = names.first(where: { privateNames.contains($0.lowercased()) }) {
      throw StoreError.privateDetail(name)
    }
    var text: [UInt8] = []
    for name in names {
      text += text.isEmpty ? [0x7B] : [0x2C]
      append(name, to: &text)
      text.append(0x3A)
      append(detail[name] ?? "", to: &text)
    }
    return text.isEmpty ? "{}" : String(decoding: text, as: UTF8.self) + "}"
  }

  static func values(_ text: String) throws -> [String: String] {
    do {
      return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    } catch {
      throw StoreError.unreadableValue("the detail of a journal record")
    }
  }

  /// RFC 8259 section 7.
  private static func append(_ string: String, to text: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    text.append(0x22)
    for byte in string.utf8 {
      switch byte {
      case 0x22, 0x5C: text += [0x5C, byte]
      case 0..<0x20:
        text += Array("\\u00".utf8)
        text += [hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      default: text.append(byte)
      }
    }
    text.append(0x22)
  }
}

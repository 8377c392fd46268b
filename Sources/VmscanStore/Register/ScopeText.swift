import FoundationEssentials

/// The scope of a hold or an acceptance as JSON text with sorted keys.
enum ScopeText {
  static func text(_ scope: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(scope), as: UTF8.self)
  }

  /// - Throws: `StoreError.unreadableValue`; a hold that cannot be read must not vanish.
  static func scope<Scope: Decodable>(_ text: String, of what: String) throws -> Scope {
    do {
      return try JSONDecoder().decode(Scope.self, from: Data(text.utf8))
    } catch {
      throw StoreError.unreadableValue(what)
    }
  }
}

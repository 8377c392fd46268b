/// Whom a requirement binds; a site names its own with the setting `jurisdictions`.
package enum Jurisdiction: String, Sendable, CaseIterable {
  /// The European Union and its members.
  case eu
  case uk
  /// The United States: every organisation, health care included.
  case us
  /// Agencies and contractors of the United States: DISA, CJIS, NARA.
  case usFederal
  /// Standards that a contract or a certificate asks for, wherever the site is.
  case international
}

extension Requirement {
  package var jurisdictions: Set<Jurisdiction> {
    switch number {
    case 1: [.eu, .uk]
    case 2: [.eu]
    case 19: [.uk]
    case 3...7, 14, 17, 20, 22, 23: [.us, .usFederal]
    case 9...13, 15, 16, 18, 21, 26: [.usFederal]
    default: [.international]
    }
  }

  /// Whether it concerns a site under these; none named means all.
  package func concerns(_ named: Set<Jurisdiction>) -> Bool {
    named.isEmpty || jurisdictions.contains(.international)
      || !jurisdictions.isDisjoint(with: named)
  }
}

/// Names of laws and standards as people spell them: `ISO 27001`, `PCI-DSS`, `Article 5 GDPR`.
enum RequirementSpelling {
  /// The words and numbers of a name, in lower case, without what spellings differ in.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isNumber = false
    for scalar in text.lowercased().unicodeScalars {
      let digit = ("0"..."9").contains(scalar)
      guard digit || scalar.properties.isAlphabetic else {
        words.append(word)
        word = ""
        continue
      }
      if digit != isNumber, !word.isEmpty {
        words.append(word)
        word = ""
      }
      isNumber = digit
      word.unicodeScalars.append(scalar)
    }
    words.append(word)
    return words.filter { !$0.isEmpty && !ignored.contains($0) }.map { synonyms[$0] ?? $0 }
  }

  private static let ignored: Set<String> = [
    "iec", "sp", "cfr", "and", "the", "of", "v", "version", "req", "requirement", "section", "para",
    "clause", "rule", "part",
  ]

  private static let synonyms = [
    "article": "art", "annex": "a", "dsgvo": "gdpr", "rgpd": "gdpr", "avg": "gdpr",
    "control": "controls",
  ]

  /// Whether every word asked for is among the words of a name; numbers must be the same.
  static func fits(_ wanted: [String], _ known: [String]) -> Bool {
    let all = Set(known)
    return !wanted.isEmpty
      && wanted.allSatisfy { word in
        all.contains(word)
          || word.count >= 4 && !("0"..."9").contains(word.unicodeScalars.first ?? "0")
            && known.contains { $0.hasPrefix(word) }
      }
  }
}

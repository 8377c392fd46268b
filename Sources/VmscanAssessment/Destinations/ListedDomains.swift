import VmscanLists

/// A built-in list of domains with what the site adds to it and takes from it.
struct ListedDomains: Sendable {
  struct Match: Equatable {
    var domain: String
    /// Added by the site rather than built in.
    var isFromSite: Bool
  }

  private let list: SortedLines
  private let added: Set<ArraySlice<UInt8>>
  private let removed: Set<ArraySlice<UInt8>>

  init(_ list: SortedLines, added: [String], removed: [String]) {
    self.list = list
    self.added = Self.names(added)
    self.removed = Self.names(removed)
  }

  /// The longest name at or above `domain` that decides; a removal beats an addition of the same
  /// name, and a longer name beats a shorter one.
  func match(_ domain: DomainName) -> Match? {
    for suffix in domain.suffixes {
      if removed.contains(suffix) { return nil }
      let isFromSite = added.contains(suffix)
      if isFromSite || list.contains(suffix) {
        return Match(domain: String(decoding: suffix, as: UTF8.self), isFromSite: isFromSite)
      }
    }
    return nil
  }

  /// Whether the list or the site names the domain at all, be it to take it from the list.
  func names(_ domain: DomainName) -> Bool {
    domain.suffixes.contains { removed.contains($0) || added.contains($0) || list.contains($0) }
  }

  private static func names(_ settings: [String]) -> Set<ArraySlice<UInt8>> {
    Set(settings.compactMap(DomainName.init(setting:)).map { $0.ascii[...] })
  }
}

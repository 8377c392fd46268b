import VmscanLists

/// Where one organisation's part of the domain name space begins, by the Public Suffix List.
enum RegistrableDomain {
  /// The registered name at or above `name` by the rules of registries alone, so that a firm whose
  /// own name stands in the hosting section stays one firm; `nil` when `name` is itself a suffix.
  ///
  /// A top-level domain that is not listed counts as a suffix (the list's rule `*`).
  static func registered(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = name.first, first != UInt8(ascii: ".") else { return nil }
    let suffix = longest(name, Rules.registries) ?? lastLabel(of: name)
    return oneLonger(than: suffix, in: name)
  }

  /// The name below which everything belongs to the owner of `name`.
  ///
  /// That is the registered name, except below a hosting firm's name where strangers get theirs:
  /// `shop.uk.com` and not `uk.com`. A hosting firm's own name is the firm. A public suffix stands
  /// for itself alone and gives `nil`.
  static func organisation(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let registered = registered(name) else { return nil }
    guard let suffix = longest(name, Rules.hosting), suffix.count >= registered.count,
      let hosted = oneLonger(than: suffix, in: name)
    else { return registered }
    return hosted
  }

  /// Whether the top-level domain stood in the list.
  static func hasListedTop(_ name: ArraySlice<UInt8>) -> Bool {
    let top = lastLabel(of: name)
    return PublicSuffixList.icann.contains(top) || PublicSuffixList.icannWildcards.contains(top)
  }

  /// Whether the whole name is a listed suffix.
  static func isListedSuffix(_ name: ArraySlice<UInt8>) -> Bool {
    longest(name, Rules.registries)?.count == name.count
  }

  /// The three kinds of rules of one section.
  private struct Rules {
    var plain: SortedLines
    var wildcards: SortedLines
    var exceptions: SortedLines?

    static let registries = Rules(
      plain: PublicSuffixList.icann, wildcards: PublicSuffixList.icannWildcards,
      exceptions: PublicSuffixList.icannExceptions)
    static let hosting = Rules(
      plain: PublicSuffixList.hosted, wildcards: PublicSuffixList.hostedWildcards)
  }

  /// The longest suffix that a rule names; an exception gives the name above it.
  private static func longest(_ name: ArraySlice<UInt8>, _ rules: Rules) -> ArraySlice<UInt8>? {
    for suffix in DomainName.Suffixes(of: name) {
      let parent = DomainName.parent(of: suffix)
      if let parent, rules.exceptions?.contains(suffix) == true { return parent }
      if rules.plain.contains(suffix) { return suffix }
      if let parent, rules.wildcards.contains(parent) { return suffix }
    }
    return nil
  }

  private static func lastLabel(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let dot = name.lastIndex(of: UInt8(ascii: "."))
    return name[(dot.map { $0 + 1 } ?? name.startIndex)...]
  }

  /// The end of `name` that has one label more than `suffix`; `nil` when there is none.
  private static func oneLonger(
    than suffix: ArraySlice<UInt8>, in name: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    let rest = name.dropLast(suffix.count)
    guard rest.count > 1 else { return nil }
    let dot = rest.dropLast().lastIndex(of: UInt8(ascii: "."))
    return name[(dot.map { $0 + 1 } ?? name.startIndex)...]
  }
}

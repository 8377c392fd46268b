import VmscanLists

/// Finds domains that are mistyped, or made to be mistaken, for an own domain or a well-known mail
/// provider.
///
/// Ask only about domains that are not known themselves: many known ones are one edit apart.
struct LookAlikeDetector: Sendable {
  private struct Target: Sendable {
    var name: String
    var label: [Unicode.Scalar]
    var skeleton: [Unicode.Scalar]
    var suffix: ArraySlice<UInt8>
    /// Shorter labels have too many honest neighbours.
    var isLongEnough: Bool
  }

  private var bySuffix: [ArraySlice<UInt8>: [Target]] = [:]
  private var byLabel: [[Unicode.Scalar]: [Target]] = [:]

  /// Takes the names of own organisations and the well-known providers to compare with.
  init(own: [ArraySlice<UInt8>], providers: SortedLines) {
    for name in own { add(name, shortest: 4) }
    for line in providers.lines { add(Array(line.utf8)[...], shortest: 5) }
  }

  private mutating func add(_ name: ArraySlice<UInt8>, shortest: Int) {
    guard let suffix = DomainName.parent(of: name), !suffix.isEmpty else { return }
    let label = DomainName.unicode(name.dropLast(suffix.count + 1))
    let target = Target(
      name: String(decoding: name, as: UTF8.self), label: label,
      skeleton: Homoglyphs.skeleton(label), suffix: suffix, isLongEnough: label.count >= shortest)
    bySuffix[suffix, default: []].append(target)
    byLabel[label, default: []].append(target)
  }

  /// What `domain` resembles and how, completing "evil.com …"; `nil` when nothing.
  func resemblance(of domain: ArraySlice<UInt8>) -> String? {
    guard let suffix = DomainName.parent(of: domain) else { return nil }
    let label = DomainName.unicode(domain.dropLast(suffix.count + 1))
    return mistypedLabel(label, suffix) ?? mistypedSuffix(label, suffix)
  }

  private func mistypedLabel(_ label: [Unicode.Scalar], _ suffix: ArraySlice<UInt8>) -> String? {
    guard let targets = bySuffix[suffix] else { return nil }
    let slip = targets.firstIndex { $0.isLongEnough && isOneEdit($0.label, label) }
    if let slip { return "is one edit away from \(targets[slip].name)" }
    let skeleton = Homoglyphs.skeleton(label)
    let disguise = targets.firstIndex {
      $0.isLongEnough && $0.skeleton == skeleton && $0.label != label
    }
    return disguise.map { "looks like \(targets[$0].name)" }
  }

  private func mistypedSuffix(_ label: [Unicode.Scalar], _ suffix: ArraySlice<UInt8>) -> String? {
    guard let targets = byLabel[label] else { return nil }
    let isListed = RegistrableDomain.isListedSuffix(suffix)
    let near = targets.first { target in
      target.suffix != suffix && isOneEdit(target.suffix, suffix)
        && (!isListed || target.isLongEnough && !Self.areCountries(target.suffix, suffix))
    }
    return near.map { "is one edit away from \($0.name)" }
  }

  /// `.be` and `.de`, `co.za` and `co.zw`: one firm in two countries rather than a slip.
  private static func areCountries(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    func country(_ suffix: ArraySlice<UInt8>) -> (rest: ArraySlice<UInt8>, length: Int) {
      let dot = suffix.lastIndex(of: UInt8(ascii: "."))
      return (
        suffix[..<(dot ?? suffix.startIndex)],
        suffix.endIndex - (dot.map { $0 + 1 } ?? suffix.startIndex)
      )
    }
    let (one, other) = (country(left), country(right))
    return one.length == 2 && other.length == 2 && one.rest == other.rest
  }
}

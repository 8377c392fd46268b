import VmscanLists
package import VmscanModel

/// Says for every address whose it is: own, approved, external, personal, disposable, undeliverable
/// or look-alike.
///
/// What the site says comes first: an own or approved domain is that even when a list or a reserved
/// name says otherwise. Domains are compared by organisation (see `OrganisationSet`).
package struct DestinationClassifier: Sendable {
  private let own: OrganisationSet
  private let ownAreInferred: Bool
  private let approved: OrganisationSet
  private let providers: ProviderLists
  private let lookAlikes: LookAlikeDetector

  package init(ownDomains: OwnDomains, settings: AssessmentSettings) {
    providers = ProviderLists(settings)
    own = OrganisationSet(
      ownDomains.domains.compactMap(DomainName.init(setting:)), providers: providers)
    ownAreInferred = ownDomains.isInferred
    approved = OrganisationSet(
      settings.approvedDomains.compactMap(DomainName.init(setting:)), providers: providers)
    lookAlikes = LookAlikeDetector(
      own: own.organisations.sorted { $0.lexicographicallyPrecedes($1) },
      providers: PersonalDomains.wellKnown)
  }

  /// Classifies one recipient; blanks around it do not count.
  package func classify(_ address: ByteText) -> ClassifiedAddress {
    let shown = address.stripped
    do {
      return judge(try AddressSyntax(parsing: shown.bytes), shown)
    } catch {
      return ClassifiedAddress(
        address: shown, destinationClass: .undeliverable, reason: error.reason)
    }
  }

  private func judge(_ syntax: AddressSyntax, _ shown: ByteText) -> ClassifiedAddress {
    var result = ClassifiedAddress(
      address: shown, localPart: Self.text(syntax.localPart),
      destinationClass: .own, isLocal: true,
      reason: "no @, delivered to the mail server's own domain")
    switch syntax.place {
    case .none: break
    case .literal(let machine) where IPLiteral.isLoopback(machine):
      result.reason = "delivered to the mail server's own machine"
    case .literal(let machine):
      result.isLocal = false
      result.destinationClass = .external
      let name = String(decoding: machine, as: UTF8.self)
      result.reason = "sent straight to the machine [\(name)], whoever owns it"
    case .domain(let domain):
      result.domain = domain.text
      result.registrableDomain = RegistrableDomain.registered(domain.ascii[...])
        .map { String(decoding: $0, as: UTF8.self) }
      (result.destinationClass, result.isLocal, result.reason) = judge(domain)
    }
    return result
  }

  private typealias Verdict = (class: DestinationClass, isLocal: Bool, reason: String)

  private func judge(_ domain: DomainName) -> Verdict {
    siteVerdict(domain) ?? deliveryVerdict(domain) ?? listVerdict(domain) ?? strangerVerdict(domain)
  }

  private func siteVerdict(_ domain: DomainName) -> Verdict? {
    if let name = own.match(domain) {
      let word = ownAreInferred ? "an inferred own domain" : "an own domain"
      return (.own, false, Self.member(domain, of: name, word))
    }
    if let name = approved.match(domain) {
      return (.approved, false, Self.member(domain, of: name, "an approved domain"))
    }
    return nil
  }

  private func deliveryVerdict(_ domain: DomainName) -> Verdict? {
    if ReservedNames.isThisMachine(domain) {
      return (.own, true, "delivered to the mail server's own machine")
    }
    if let reserved = ReservedNames.match(domain) {
      return (.undeliverable, false, "\(reserved.name) \(reserved.reason)")
    }
    guard domain.labelCount > 1 else {
      return (.undeliverable, false, "\(domain.text) is no full domain name")
    }
    return nil
  }

  private func listVerdict(_ domain: DomainName) -> Verdict? {
    guard let found = providers.match(domain) else { return nil }
    let name = found.match.domain
    guard found.class == .disposable else {
      return (.personal, false, Self.member(domain, of: name, "a personal mail provider"))
    }
    let reason = Self.member(domain, of: name, "a throw-away mail service")
    let resemblance = lookAlikes.resemblance(of: Array(name.utf8)[...])
    return (.disposable, false, resemblance.map { "\(reason), and \($0)" } ?? reason)
  }

  private func strangerVerdict(_ domain: DomainName) -> Verdict {
    let name = RegistrableDomain.registered(domain.ascii[...]) ?? domain.ascii[...]
    let shown = String(decoding: name, as: UTF8.self)
    if let resemblance = lookAlikes.resemblance(of: name), !providers.names(domain) {
      return (.lookAlike, false, "\(shown) \(resemblance)")
    }
    guard RegistrableDomain.hasListedTop(domain.ascii[...]) else {
      let note = "its top-level domain is not in the list of \(PublicSuffixList.date)"
      return (.external, false, "\(shown) is not an own domain; \(note)")
    }
    return (.external, false, "\(shown) is another organisation")
  }

  /// Printable ASCII, the usual case, needs no search for characters to escape.
  private static func text(_ bytes: [UInt8]) -> String {
    let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    return isPlain ? String(decoding: bytes, as: UTF8.self) : ByteText(bytes: bytes).description
  }

  private static func member(_ domain: DomainName, of name: String, _ word: String) -> String {
    domain.text == name ? "\(name) is \(word)" : "\(domain.text) belongs to \(name), \(word)"
  }
}

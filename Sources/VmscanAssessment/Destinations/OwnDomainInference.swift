package import VmscanModel

/// Guesses the site's own mail domains when the settings name none.
package enum OwnDomainInference {
  /// The organisation that most of the different addresses belong to, those of the server's sender
  /// addresses, and the host's.
  ///
  /// Personal and disposable domains are never taken for own. Organisations with equally many
  /// addresses are taken only when a sender address or the host belongs to them: a wrong own
  /// domain would hide every address in it.
  package static func infer(
    addresses: [ByteText], serverEmails: [ByteText], hostName: String,
    settings: AssessmentSettings
  ) -> OwnDomains {
    guard settings.ownDomains.isEmpty else {
      let domains = settings.ownDomains.compactMap(DomainName.init(setting:)).map(\.text)
      return OwnDomains(domains: Set(domains).sorted(), isInferred: false)
    }
    let providers = ProviderLists(settings)
    var own = Set(serverEmails.compactMap { organisation(ofAddress: $0, providers) })
    if let host = organisation(ofHost: hostName, providers) { own.insert(host) }
    let leaders = mostCommon(addresses, providers)
    if leaders.count == 1 { own.formUnion(leaders) }
    return OwnDomains(domains: own.sorted(), isInferred: true)
  }

  /// Organisations with the highest number of different addresses.
  private static func mostCommon(_ addresses: [ByteText], _ providers: ProviderLists) -> [String] {
    var counts: [String: Int] = [:]
    for address in Set(addresses.map(\.stripped.lowercased)) {
      if let name = organisation(ofAddress: address, providers) { counts[name, default: 0] += 1 }
    }
    let highest = counts.values.max()
    return counts.filter { $0.value == highest }.map(\.key)
  }

  private static func organisation(
    ofAddress address: ByteText, _ providers: ProviderLists
  ) -> String? {
    guard let syntax = try? AddressSyntax(parsing: address.stripped.bytes),
      case .domain(let domain) = syntax.place
    else { return nil }
    return organisation(of: domain, providers)
  }

  /// A host name of two labels under a top-level domain that is not listed, such as `pbx.lan`, is
  /// a machine and no organisation.
  private static func organisation(ofHost name: String, _ providers: ProviderLists) -> String? {
    guard let domain = try? DomainName(parsing: Array(ByteText(name).stripped.bytes)),
      domain.labelCount > 2 || RegistrableDomain.hasListedTop(domain.ascii[...])
    else { return nil }
    return organisation(of: domain, providers)
  }

  private static func organisation(of domain: DomainName, _ providers: ProviderLists) -> String? {
    guard !ReservedNames.isNeverOwn(domain), providers.match(domain) == nil else { return nil }
    return RegistrableDomain.organisation(domain.ascii[...])
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

/// Domains of known organisations, matched with everything below their organisation's name.
///
/// `voip.example.co.uk` stands for `example.co.uk` and all its subdomains, because one organisation
/// owns them; a public suffix such as `co.uk`, or a single label, stands for itself alone. A name
/// under a mail provider's, such as `acme.telenet.be`, is a customer and not the provider.
struct OrganisationSet: Sendable {
  private(set) var organisations: Set<ArraySlice<UInt8>> = []
  private var exact: Set<ArraySlice<UInt8>> = []

  init(_ domains: [DomainName], providers: ProviderLists) {
    for domain in domains {
      guard let organisation = RegistrableDomain.organisation(domain.ascii[...]) else {
        exact.insert(domain.ascii[...])
        continue
      }
      let isProvider = (try? DomainName(parsing: organisation)).flatMap(providers.match) != nil
      organisations.insert(isProvider ? domain.ascii[...] : organisation)
    }
  }

  /// The organisation's name that covers `domain`.
  func match(_ domain: DomainName) -> String? {
    if exact.contains(domain.ascii[...]) { return domain.text }
    return domain.suffixes.first { organisations.contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

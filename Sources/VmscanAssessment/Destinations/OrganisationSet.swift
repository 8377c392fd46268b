/// Domains of known organisations, matched with everything below their organisation's name.
///
/// `voip.example.co.uk` stands for `example.co.uk` and all its subdomains, because one organisation
/// owns them; a public suffix such as `co.uk`, or a single label, stands for itself alone.
struct OrganisationSet: Sendable {
  private(set) var organisations: Set<ArraySlice<UInt8>> = []
  private var exact: Set<ArraySlice<UInt8>> = []

  init(_ domains: [DomainName]) {
    for domain in domains {
      if let organisation = RegistrableDomain.organisation(domain.ascii[...]) {
        organisations.insert(organisation)
      } else {
        exact.insert(domain.ascii[...])
      }
    }
  }

  /// The organisation's name that covers `domain`.
  func match(_ domain: DomainName) -> String? {
    if exact.contains(domain.ascii[...]) { return domain.text }
    return domain.suffixes.first { organisations.contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
  }
}

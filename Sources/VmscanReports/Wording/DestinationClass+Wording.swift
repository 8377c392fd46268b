package import VmscanModel

extension DestinationClass {
  /// The class in words for a table.
  package var title: String {
    switch self {
    case .own: "own domain"
    case .approved: "approved partner"
    case .external: "other organisation"
    case .personal: "private address"
    case .disposable: "throw-away address"
    case .undeliverable: "undeliverable"
    case .lookAlike: "look-alike domain"
    }
  }

  /// What the class means.
  package var meaning: String {
    switch self {
    case .own: "a domain of this site"
    case .approved: "a partner domain the settings approve"
    case .external: "another organisation's domain, not approved"
    case .personal: "a free mail or internet access provider"
    case .disposable: "a throw-away mail service anybody may read"
    case .undeliverable: "malformed or reserved; mail to it is lost"
    case .lookAlike: "one letter away from an own or well-known domain"
    }
  }
}

import VmscanLists
import VmscanModel

/// Tells personal and disposable mail domains from the rest.
struct ProviderLists: Sendable {
  private let personal: ListedDomains
  private let disposable: ListedDomains

  init(_ settings: AssessmentSettings) {
    personal = ListedDomains(
      PersonalDomains.domains, added: settings.personalDomains,
      removed: settings.notPersonalDomains)
    disposable = ListedDomains(
      DisposableDomains.domains, added: settings.disposableDomains,
      removed: settings.notDisposableDomains)
  }

  /// Class and the listed name; `nil` when neither list has the domain.
  ///
  /// With both, the site's word beats the built-in lists and then the longer name wins; for the
  /// same name of the built-in lists the curated personal one is right, because the disposable
  /// list takes in some providers where people keep an address for life. For the same name of
  /// the site's, the stricter class holds.
  func match(_ domain: DomainName) -> (class: DestinationClass, match: ListedDomains.Match)? {
    let person = personal.match(domain).map { (class: DestinationClass.personal, match: $0) }
    let throwaway = disposable.match(domain).map { (class: DestinationClass.disposable, match: $0) }
    guard let person, let throwaway else { return person ?? throwaway }
    if person.match.isFromSite != throwaway.match.isFromSite {
      return person.match.isFromSite ? person : throwaway
    }
    if person.match.domain != throwaway.match.domain {
      let isLonger = person.match.domain.utf8.count > throwaway.match.domain.utf8.count
      return isLonger ? person : throwaway
    }
    return person.match.isFromSite ? throwaway : person
  }

  /// Whether somebody has looked at the domain: it cannot be a slip or a disguise then.
  func names(_ domain: DomainName) -> Bool { personal.names(domain) || disposable.names(domain) }
}

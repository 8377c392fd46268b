package import VmscanModel

/// Where one address leads, and why it is said so.
package struct ClassifiedAddress: Sendable, Hashable {
  /// Without the blanks around it, otherwise as configured.
  package var address: ByteText
  /// Before the `@`; empty when the address cannot be taken apart.
  package var localPart: String
  /// Lower case, IDN labels as `xn--`; empty without a domain.
  package var domain: String
  /// The registered name at or above the domain; `nil` when there is none.
  package var registrableDomain: String?
  package var destinationClass: DestinationClass
  /// Mail stays with the mail server the PBX hands it to; who reads it there is not known.
  package var isLocal: Bool
  /// Plain words, such as `gmail.com is a personal mail provider`.
  package var reason: String

  package init(
    address: ByteText, localPart: String = "", domain: String = "",
    registrableDomain: String? = nil, destinationClass: DestinationClass, isLocal: Bool = false,
    reason: String
  ) {
    self.address = address
    self.localPart = localPart
    self.domain = domain
    self.registrableDomain = registrableDomain
    self.destinationClass = destinationClass
    self.isLocal = isLocal
    self.reason = reason
  }
}

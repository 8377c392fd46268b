/// Why an address cannot be delivered to.
enum AddressFault: Error, Hashable, CaseIterable {
  case empty, control, notUTF8, invisible, long, unbalancedQuote, twoAts, angleBrackets
  case blank, noLocalPart, longLocalPart, localCharacter, localDots
  case noDomain, longDomain, emptyLabel, longLabel, domainCharacter, hyphen, numericDomain
  case malformedIDN, malformedLiteral

  /// Completes "the address is undeliverable: …".
  var reason: String {
    switch self {
    case .empty: "empty recipient"
    case .control: "a control character in the address"
    case .notUTF8: "bytes that are not UTF-8"
    case .invisible: "an invisible character in the domain"
    case .long: "longer than 254 bytes"
    case .unbalancedQuote: "an unbalanced quote; Asterisk splits at commas inside quotes too"
    case .twoAts: "more than one @; several addresses are separated by | in the e-mail field only"
    case .angleBrackets: "angle brackets; Asterisk puts its own around the address"
    case .blank: "a blank inside the address"
    case .noLocalPart: "nothing before the @"
    case .longLocalPart: "more than 64 bytes before the @"
    case .localCharacter: "a character that cannot stand before the @"
    case .localDots: "a dot at the start or end, or two in a row, before the @"
    case .noDomain: "nothing after the @"
    case .longDomain: "a domain longer than 253 bytes"
    case .emptyLabel: "a dot at the start of the domain, or two in a row"
    case .longLabel: "a part of the domain longer than 63 bytes"
    case .domainCharacter: "a character that cannot stand in a domain"
    case .hyphen: "a part of the domain that starts or ends with a hyphen"
    case .numericDomain: "an IP address without brackets in place of a domain"
    case .malformedIDN: "a malformed xn-- part of the domain"
    case .malformedLiteral: "brackets that hold no IP address"
    }
  }
}

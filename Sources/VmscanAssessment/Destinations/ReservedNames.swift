/// Names that never lead to a mailbox on the Internet (RFC 2606, RFC 6761, RFC 6762, RFC 8375,
/// RFC 7686, RFC 9476, and `internal` as set aside by ICANN).
enum ReservedNames {
  private static let names: [(name: [UInt8], reason: String)] = [
    ("invalid", "is reserved and never resolves"),
    ("localhost", "is reserved for the machine itself"),
    ("onion", "is reserved for Tor, which carries no mail"),
    ("alt", "is reserved outside the domain name system"),
    ("example", "is reserved for documentation"),
    ("example.com", "is reserved for documentation"),
    ("example.net", "is reserved for documentation"),
    ("example.org", "is reserved for documentation"),
    ("test", "is reserved for testing"),
    ("local", "exists inside one network only"),
    ("internal", "exists inside one network only"),
    ("home.arpa", "exists inside one network only"),
    ("localdomain", "exists inside one network only"),
  ].map { (Array($0.0.utf8), $0.1) }

  /// The reserved name at or above `domain` with what it is reserved for.
  static func match(_ domain: DomainName) -> (name: String, reason: String)? {
    for suffix in domain.suffixes {
      if let found = names.first(where: { suffix.elementsEqual($0.name) }) {
        return (String(decoding: found.name, as: UTF8.self), found.reason)
      }
    }
    return nil
  }

  /// Names no site can have as its own, not even inside its network.
  static func isNeverOwn(_ domain: DomainName) -> Bool {
    let never = ["invalid", "localhost", "localdomain", "onion", "alt"]
    return match(domain).map { never.contains($0.name) } ?? false
  }

  /// `localhost` and its old spelling: mail stays on the mail server's machine.
  static func isThisMachine(_ domain: DomainName) -> Bool {
    ["localhost", "localhost.localdomain"].contains(domain.text)
  }
}

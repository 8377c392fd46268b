import Glibc

/// Addresses of machines in brackets (RFC 5321 section 4.1.3).
enum IPLiteral {
  private static let tag = Array("ipv6:".utf8)

  /// Whether the bytes between the brackets are an IPv4 address or `IPv6:` and one.
  static func isAddress(_ bytes: [UInt8]) -> Bool { parsed(bytes) != nil }

  /// 127.0.0.0/8 and ::1: the mail server itself.
  static func isLoopback(_ bytes: [UInt8]) -> Bool {
    switch parsed(bytes) {
    case .some(let octets) where octets.count == 4: octets[0] == 127
    case .some(let octets): octets.dropLast().allSatisfy { $0 == 0 } && octets.last == 1
    case .none: false
    }
  }

  /// 4 or 16 octets.
  private static func parsed(_ bytes: [UInt8]) -> [UInt8]? {
    guard !bytes.contains(0) else { return nil }
    let tagged = bytes.count > tag.count && zip(bytes, tag).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    let text = String(decoding: tagged ? bytes.dropFirst(tag.count) : bytes[...], as: UTF8.self)
    var octets = [UInt8](repeating: 0, count: tagged ? 16 : 4)
    let status = octets.withUnsafeMutableBytes {
      inet_pton(tagged ? AF_INET6 : AF_INET, text, $0.baseAddress)
    }
    return status == 1 ? octets : nil
  }
}

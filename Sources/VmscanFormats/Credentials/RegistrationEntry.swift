/// A registration in Asterisk's own database, `astdb`.
package struct RegistrationEntry: Sendable, Hashable {
  package enum Kind: Sendable { case pjsip, sip, iax }

  package var kind: Kind
  /// AOR of PJSIP; name of the peer otherwise.
  package var name: [UInt8]
  /// Epoch seconds; `nil` where the database keeps a duration only.
  package var expires: Int64?

  /// Reads a row: `/registrar/contact/AOR;@MD5` with JSON, `/SIP/Registry/NAME` or
  /// `/IAX/Registry/NAME`; `nil` for any other row.
  ///
  /// Static contacts, whose names have `@@`, are no registrations. A row may outlast its expiry by
  /// some time, also over a restart.
  package init?(key: [UInt8], value: [UInt8]) {
    if let rest = key.rest(behind: "/registrar/contact/") {
      guard let mark = rest.lastIndex(of: UInt8(ascii: "@")), mark > rest.startIndex,
        rest[mark - 1] == UInt8(ascii: ";")
      else { return nil }
      kind = .pjsip
      name = Array(rest[..<(mark - 1)])
      guard let time = Self.expiration(value) else { return nil }
      expires = time
    } else if let rest = key.rest(behind: "/SIP/Registry/") {
      (kind, name) = (.sip, Array(rest))
    } else if let rest = key.rest(behind: "/IAX/Registry/") {
      (kind, name) = (.iax, Array(rest))
    } else {
      return nil
    }
    guard !name.isEmpty else { return nil }
  }

  /// `"expiration_time": "1790000000"`, the number as text or as it is.
  private static func expiration(_ json: [UInt8]) -> Int64? {
    let mark = Array("\"expiration_time\"".utf8)
    guard let start = json.firstRange(of: mark)?.upperBound else { return nil }
    let digits = json[start...].drop { " :\"".utf8.contains($0) }
      .prefix { $0 >= 0x30 && $0 <= 0x39 }
    return Int64(String(decoding: digits, as: UTF8.self))
  }
}

extension [UInt8] {
  fileprivate func rest(behind prefix: StaticString) -> ArraySlice<UInt8>? {
    prefix.withUTF8Buffer { starts(with: $0) ? self[$0.count...] : nil }
  }
}

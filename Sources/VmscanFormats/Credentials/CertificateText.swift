import SwiftASN1
package import VmscanModel

/// What a PEM file says of a certificate; nothing of a key is kept.
package struct CertificateText: Sendable, Hashable {
  package var hasCertificate: Bool
  package var hasKey: Bool
  /// When the first certificate ends; `nil` where that cannot be read.
  package var expires: Timestamp?

  package init(_ text: String) {
    let blocks = Self.kinds.lazy.compactMap { Self.block(in: text, $0) }
    hasCertificate = blocks.first != nil
    hasKey = text.split(whereSeparator: \.isNewline).contains {
      $0.hasPrefix("-----BEGIN ") && $0.contains("PRIVATE KEY-----")
    }
    expires = blocks.first.flatMap { try? Self.end(of: $0) }
  }

  /// Those that OpenSSL takes for a certificate.
  private static let kinds = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]

  /// The bytes of the first block of a kind, empty where they are none; `nil` without such a block.
  ///
  /// Lines of any length and blanks in them are read, as OpenSSL does.
  private static func block(in text: String, _ kind: String) -> [UInt8]? {
    guard let start = text.firstRange(of: "-----BEGIN \(kind)-----"),
      let stop = text[start.upperBound...].firstRange(of: "-----END \(kind)-----")
    else { return nil }
    let letters = Array(text[start.upperBound..<stop.lowerBound].utf8.filter { $0 > 0x20 })
    let lines = stride(from: 0, to: letters.count, by: 64).map {
      String(decoding: letters[$0..<min($0 + 64, letters.count)], as: UTF8.self)
    }
    let plain = ["-----BEGIN CERTIFICATE-----"] + lines + ["-----END CERTIFICATE-----"]
    return (try? PEMDocument(pemString: plain.joined(separator: "\n")).derBytes) ?? []
  }

  /// The first value of some bytes without what follows it, such as OpenSSL's words on trust.
  private static func first(of der: [UInt8]) -> ArraySlice<UInt8> {
    guard der.count > 1, der[1] >= 0x80 else {
      return der.prefix(2 + Int(der.dropFirst().first ?? 0))
    }
    let size = Int(der[1] & 0x7F)
    guard size < 4, der.count > 2 + size else { return [] }
    return der.prefix(2 + size + der[2..<2 + size].reduce(0) { $0 << 8 | Int($1) })
  }

  /// RFC 5280, 4.1: version, serial number, signature, issuer, validity.
  private static func end(of der: [UInt8]) throws -> Timestamp? {
    guard case .constructed(let outer) = try DER.parse(first(of: der)).content,
      let body = Array(outer).first, case .constructed(let fields) = body.content
    else { return nil }
    let sequences = fields.filter { $0.identifier == .sequence }
    guard sequences.count > 2, case .constructed(let times) = sequences[2].content,
      let last = Array(times).last
    else { return nil }
    if last.identifier == .utcTime {
      let time = try UTCTime(derEncoded: last)
      return Timestamp(
        CivilTime(
          year: time.year, month: time.month, day: time.day, hour: time.hours,
          minute: time.minutes, second: time.seconds
        ).epochSeconds)
    }
    let time = try GeneralizedTime(derEncoded: last)
    return Timestamp(
      CivilTime(
        year: time.year, month: time.month, day: time.day, hour: time.hours,
        minute: time.minutes, second: time.seconds
      ).epochSeconds)
  }
}

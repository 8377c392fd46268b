import SwiftASN1
package import VmscanModel

/// What a PEM file says of a certificate; nothing of a key is kept.
package struct CertificateText: Sendable, Hashable {
  package var hasCertificate: Bool
  package var hasKey: Bool
  /// When the first certificate ends; `nil` where that cannot be read.
  package var expires: Timestamp?

  package init(_ text: String) {
    hasCertificate = text.contains("BEGIN CERTIFICATE") || text.contains("BEGIN TRUSTED")
    hasKey = text.contains("PRIVATE KEY")
    expires = Self.firstCertificate(in: text).flatMap { try? Self.end(of: $0) }
  }

  /// Alone, so that a key beside it that cannot be read does not matter.
  private static func firstCertificate(in text: String) -> [UInt8]? {
    let (begin, end) = ("-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----")
    guard let start = text.firstRange(of: begin),
      let stop = text[start.upperBound...].firstRange(of: end)
    else { return nil }
    let block = String(text[start.lowerBound..<stop.upperBound])
    return try? PEMDocument(pemString: block).derBytes
  }

  /// RFC 5280, 4.1: version, serial number, signature, issuer, validity.
  private static func end(of der: [UInt8]) throws -> Timestamp? {
    guard case .constructed(let outer) = try DER.parse(der).content,
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

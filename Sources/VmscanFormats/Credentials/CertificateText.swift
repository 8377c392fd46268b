import SwiftASN1
package import VmscanModel

/// What a PEM file says of a certificate and a key; nothing of a private part is kept.
package struct CertificateText: Sendable, Hashable {
  package private(set) var hasCertificate = false
  package private(set) var hasKey = false
  /// The key asks for a passphrase.
  package private(set) var isKeyEncrypted = false
  /// When the first certificate ends; `nil` where that cannot be read.
  package private(set) var expires: Timestamp?
  /// The public part of the first certificate's key; `nil` where that cannot be read.
  package private(set) var certified: PublicKeyPart?
  /// The public part of the first key; `nil` where it holds none, or an encrypted one.
  package private(set) var ofKey: PublicKeyPart?

  package init(_ text: String) {
    let pem = PEMText(text)
    if let block = pem.first(of: Self.certificates) {
      hasCertificate = true
      let fields = (try? Self.fields(of: block.der)) ?? []
      expires = try? Self.end(of: fields)
      certified = PublicKeyPart(certificate: fields)
    }
    if let block = pem.first(of: Self.keys) {
      hasKey = true
      isKeyEncrypted = block.isEncrypted
      ofKey = PublicKeyPart(privateKey: block.der)
    }
  }

  /// Those that OpenSSL takes for a certificate.
  private static let certificates = [
    "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE",
  ]
  private static let keys = [
    "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY",
    "ANY PRIVATE KEY",
  ]

  /// The first value of some bytes without what follows it, such as OpenSSL's words on trust.
  private static func first(of der: [UInt8]) -> ArraySlice<UInt8> {
    guard der.count > 1, der[1] >= 0x80 else {
      return der.prefix(2 + Int(der.dropFirst().first ?? 0))
    }
    let size = Int(der[1] & 0x7F)
    guard size < 4, der.count > 2 + size else { return [] }
    return der.prefix(2 + size + der[2..<2 + size].reduce(0) { $0 << 8 | Int($1) })
  }

  private static func fields(of der: [UInt8]) throws -> [ASN1Node] {
    guard case .constructed(let outer) = try DER.parse(first(of: der)).content,
      let body = Array(outer).first, case .constructed(let fields) = body.content
    else { return [] }
    return Array(fields)
  }

  /// RFC 5280, 4.1: version, serial number, signature, issuer, validity.
  private static func end(of fields: [ASN1Node]) throws -> Timestamp? {
    let sequences = fields.filter { $0.identifier == .sequence }
    guard sequences.count > 2, case .constructed(let times) = sequences[2].content,
      let last = Array(times).last
    else { return nil }
    let time: GeneralizedTime
    if last.identifier == .utcTime {
      let short = try UTCTime(derEncoded: last)
      time = try GeneralizedTime(
        year: short.year, month: short.month, day: short.day, hours: short.hours,
        minutes: short.minutes, seconds: short.seconds, fractionalSeconds: 0)
    } else {
      time = try GeneralizedTime(derEncoded: last)
    }
    return Timestamp(
      CivilTime(
        year: time.year, month: time.month, day: time.day, hour: time.hours,
        minute: time.minutes, second: time.seconds
      ).epochSeconds)
  }
}

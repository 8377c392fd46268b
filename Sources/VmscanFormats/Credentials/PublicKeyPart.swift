import SwiftASN1

/// The public part of a key, which a certificate and a private key both hold.
///
/// Only whether two are the same is asked; of the private part nothing is kept.
package struct PublicKeyPart: Sendable, Hashable {
  private let bytes: [UInt8]

  /// Of a certificate: RFC 5280, 4.1, the sequence behind the subject.
  init?(certificate fields: [ASN1Node]) {
    let sequences = fields.filter { $0.identifier == .sequence }
    guard sequences.count > 4, let parts = Self.children(of: sequences[4]), parts.count > 1,
      let bits = try? ASN1BitString(derEncoded: parts[1])
    else { return nil }
    // Two numbers for RSA, a point of a curve for the others.
    if let numbers = (try? DER.parse(bits.bytes)).flatMap(Self.children), numbers.count == 2 {
      bytes = numbers.flatMap { Array($0.encodedBytes) }
    } else {
      bytes = Array(bits.bytes)
    }
  }

  /// Of a private key: PKCS #1, SEC 1, or either within PKCS #8; `nil` where it holds none that this
  /// program reads.
  init?(privateKey der: [UInt8]) {
    guard var parts = Self.parts(of: der[...]) else { return nil }
    // PKCS #8: version, algorithm, key.
    if parts.count > 2, parts[1].identifier == .sequence {
      guard let inner = try? ASN1OctetString(derEncoded: parts[2]),
        let own = Self.parts(of: inner.bytes)
      else { return nil }
      parts = own
    }
    if parts.count > 3, parts[1].identifier == .integer, parts[2].identifier == .integer {
      bytes = parts[1...2].flatMap { Array($0.encodedBytes) }
      return
    }
    // SEC 1 keeps the point behind [1].
    let tag = ASN1Identifier(tagWithNumber: 1, tagClass: .contextSpecific)
    guard let point = parts.last, point.identifier == tag,
      let bits = Self.children(of: point)?.first.flatMap({ try? ASN1BitString(derEncoded: $0) })
    else { return nil }
    bytes = Array(bits.bytes)
  }

  private static func parts(of der: ArraySlice<UInt8>) -> [ASN1Node]? {
    (try? DER.parse(der)).flatMap(children)
  }

  private static func children(of node: ASN1Node) -> [ASN1Node]? {
    guard case .constructed(let nodes) = node.content else { return nil }
    return Array(nodes)
  }
}

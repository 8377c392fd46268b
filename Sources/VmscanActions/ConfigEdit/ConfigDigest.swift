import Crypto
import VmscanModel

/// Digests of configuration text, salted so that they say nothing of the PINs in it.
enum ConfigDigest {
  static func of(_ bytes: [UInt8], nonce: String) -> String {
    var hash = SHA256()
    hash.update(data: Array(nonce.utf8) + [0])
    hash.update(data: bytes)
    return hex(hash.finalize())
  }

  static func of(plan: ConfigEditPlan) throws -> String {
    hex(SHA256.hash(data: try CanonicalJSON.encode(plan)))
  }

  private static func hex(_ digest: SHA256.Digest) -> String {
    digest.map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }.joined()
  }
}

extension ConfigEditPlan {
  /// Identifies the plan; two plans of the same edit differ by their nonce.
  package func digest() throws -> String { try ConfigDigest.of(plan: self) }

  /// As a file for review and for `--apply`; holds no PIN.
  package func encoded() throws -> [UInt8] { try CanonicalJSON.encode(self) + [0x0A] }

  package init(decoding bytes: [UInt8]) throws {
    self = try CanonicalJSON.decode(ConfigEditPlan.self, from: bytes)
  }
}

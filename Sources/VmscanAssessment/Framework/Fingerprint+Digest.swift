import Crypto
package import VmscanModel

extension Fingerprint {
  /// Format of the digest's input; a change makes every finding new, so it is part of the input.
  private static let version: UInt8 = 1

  /// The first 32 hexadecimal digits of SHA-256 over version, rule, subject and key.
  ///
  /// Every part is preceded by its length, so that no two inputs give the same bytes.
  package init(rule: RuleID, subject: FindingSubject, key: [ByteText]) {
    var input: [UInt8] = [Self.version]
    Self.append(Array(rule.description.utf8), to: &input)
    for part in Self.parts(of: subject) { Self.append(part, to: &input) }
    for part in key { Self.append(part.bytes, to: &input) }
    var hash = SHA256()
    input.withUnsafeBytes { hash.update(bufferPointer: $0) }
    self.init(hash.finalize().prefix(16).map(Self.hexadecimal).joined())
  }

  private static func parts(of subject: FindingSubject) -> [[UInt8]] {
    switch subject {
    case .system: [[0]]
    case .context(let name): [[1], name.bytes]
    case .mailbox(let id): [[2], id.context.bytes, id.mailbox.bytes]
    case .file(let path): [[3], path.bytes]
    }
  }

  private static func append(_ part: [UInt8], to input: inout [UInt8]) {
    withUnsafeBytes(of: UInt64(part.count).littleEndian) { input.append(contentsOf: $0) }
    input.append(contentsOf: part)
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

import Crypto
package import VmscanModel

extension Fingerprint {
  /// Format of the digest's input; a change makes every finding new, so it is part of the input.
  private static let version: UInt8 = 1

  /// The first 32 hexadecimal digits of SHA-256 over version, rule, subject and key.
  ///
  /// Every part is preceded by its length, so that no two inputs give the same bytes.
  package init(rule: RuleID, subject: FindingSubject, key: [ByteText]) {
    var input: [UInt8] = []
    input.reserveCapacity(128)
    input.append(Self.version)
    Self.append(rule.description.utf8, to: &input)
    Self.append(subject, to: &input)
    for part in key { Self.append(part.bytes, to: &input) }
    var hash = SHA256()
    input.withUnsafeBytes { hash.update(bufferPointer: $0) }
    var halves: (UInt64, UInt64) = (0, 0)
    for (place, byte) in hash.finalize().prefix(16).enumerated() {
      if place < 8 {
        halves.0 = halves.0 << 8 | UInt64(byte)
      } else {
        halves.1 = halves.1 << 8 | UInt64(byte)
      }
    }
    self.init(halves.0, halves.1)
  }

  private static func append(_ subject: FindingSubject, to input: inout [UInt8]) {
    switch subject {
    case .system: append(CollectionOfOne(0), to: &input)
    case .context(let name):
      append(CollectionOfOne(1), to: &input)
      append(name.bytes, to: &input)
    case .mailbox(let id):
      append(CollectionOfOne(2), to: &input)
      append(id.context.bytes, to: &input)
      append(id.mailbox.bytes, to: &input)
    case .file(let path):
      append(CollectionOfOne(3), to: &input)
      append(path.bytes, to: &input)
    case .device(let id):
      append(CollectionOfOne(4), to: &input)
      append(id.text.bytes, to: &input)
    }
  }

  private static func append(_ part: some Collection<UInt8>, to input: inout [UInt8]) {
    withUnsafeBytes(of: UInt64(part.count).littleEndian) { input.append(contentsOf: $0) }
    input.append(contentsOf: part)
  }
}

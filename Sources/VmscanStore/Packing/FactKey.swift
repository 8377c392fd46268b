import VmscanModel

/// The keys of facts as bytes whose order is the order of what they stand for.
enum FactKey {
  /// Context and mailbox, each closed by two zero bytes; a zero within a name becomes `00 FF`.
  static func mailbox(_ id: MailboxID) -> [UInt8] {
    var key = Packer()
    put(id, into: &key)
    return key.bytes
  }

  static func put(_ id: MailboxID, into key: inout Packer) {
    put(id.context, into: &key)
    put(id.mailbox, into: &key)
  }

  static func mailbox(from key: [UInt8]) throws -> MailboxID {
    var rest = key[...]
    let id = MailboxID(context: try name(from: &rest), mailbox: try name(from: &rest))
    guard rest.isEmpty else { throw damage }
    return id
  }

  /// The digest of a fingerprint as 16 bytes, or its text; `occurrence` tells apart findings that
  /// have the same fingerprint in one run.
  static func finding(_ fingerprint: Fingerprint, occurrence: UInt32) -> [UInt8] {
    var key = Packer()
    put(fingerprint, occurrence: occurrence, into: &key)
    return key.bytes
  }

  static func put(_ fingerprint: Fingerprint, occurrence: UInt32, into key: inout Packer) {
    key.put(byte: form(of: fingerprint, occurrence: occurrence))
    if let (high, low) = fingerprint.digits {
      withUnsafeBytes(of: high.bigEndian) { key.put(packed: $0) }
      withUnsafeBytes(of: low.bigEndian) { key.put(packed: $0) }
    } else {
      key.put(packed: Array(fingerprint.description.utf8))
    }
    if occurrence > 0 { withUnsafeBytes(of: occurrence.bigEndian) { key.put(packed: $0) } }
  }

  /// The first byte of a finding's key, which decides the order before the digest.
  static func form(of fingerprint: Fingerprint, occurrence: UInt32) -> UInt8 {
    (fingerprint.digits == nil ? 1 : 0) | (occurrence > 0 ? 2 : 0)
  }

  static func fingerprint(from key: [UInt8]) throws -> Fingerprint {
    guard let form = key.first, form < 4 else { throw damage }
    let body = key.dropFirst().dropLast(form & 2 != 0 ? 4 : 0)
    if form & 1 != 0 { return Fingerprint(String(decoding: body, as: UTF8.self)) }
    guard body.count == 16 else { throw damage }
    func half(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    return Fingerprint(half(body.prefix(8)), half(body.suffix(8)))
  }

  private static var damage: StoreError { .unreadableValue("the key of a fact") }

  private static func put(_ name: ByteText, into key: inout Packer) {
    for byte in name.bytes {
      key.put(byte: byte)
      if byte == 0 { key.put(byte: 0xFF) }
    }
    key.put(byte: 0)
    key.put(byte: 0)
  }

  private static func name(from rest: inout ArraySlice<UInt8>) throws -> ByteText {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == 0 else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case 0xFF: bytes.append(0)
      case 0: return ByteText(bytes: bytes)
      default: throw damage
      }
    }
    throw damage
  }
}

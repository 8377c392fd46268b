import VmscanModel

/// The keys of facts as bytes whose order is the order of what they stand for.
enum FactKey {
  /// Context and mailbox, each closed by two zero bytes; a zero within a name becomes `00 FF`.
  static func mailbox(_ id: MailboxID) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(id.context.count + id.mailbox.count + 4)
    append(id.context, to: &key)
    append(id.mailbox, to: &key)
    return key
  }

  static func mailbox(from key: [UInt8]) throws -> MailboxID {
    var rest = key[...]
    let id = MailboxID(context: try name(from: &rest), mailbox: try name(from: &rest))
    guard rest.isEmpty else { throw damage }
    return id
  }

  /// The digits of a fingerprint as 16 bytes, or its text; `occurrence` tells apart findings that
  /// have the same fingerprint in one run.
  static func finding(_ fingerprint: Fingerprint, occurrence: UInt32) -> [UInt8] {
    let text = Array(fingerprint.description.utf8)
    let packed = digits(text)
    var key: [UInt8] = [(packed == nil ? 1 : 0) | (occurrence > 0 ? 2 : 0)]
    key += packed ?? text
    if occurrence > 0 { withUnsafeBytes(of: occurrence.bigEndian) { key.append(contentsOf: $0) } }
    return key
  }

  static func fingerprint(from key: [UInt8]) throws -> Fingerprint {
    guard let form = key.first, form < 4 else { throw damage }
    let body = key.dropFirst().dropLast(form & 2 != 0 ? 4 : 0)
    if form & 1 != 0 { return Fingerprint(String(decoding: body, as: UTF8.self)) }
    guard body.count == 16 else { throw damage }
    let hex = Array("0123456789abcdef".utf8)
    let text = body.flatMap { [hex[Int($0 >> 4)], hex[Int($0 & 15)]] }
    return Fingerprint(String(decoding: text, as: UTF8.self))
  }

  private static var damage: StoreError { .unreadableValue("the key of a fact") }

  private static func append(_ name: ByteText, to key: inout [UInt8]) {
    for byte in name.bytes {
      key.append(byte)
      if byte == 0 { key.append(0xFF) }
    }
    key += [0, 0]
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

  /// Exactly 32 lower-case hexadecimal digits, packed.
  private static func digits(_ text: [UInt8]) -> [UInt8]? {
    guard text.count == 32 else { return nil }
    var packed: [UInt8] = []
    packed.reserveCapacity(16)
    for at in stride(from: 0, to: 32, by: 2) {
      guard let high = digit(text[at]), let low = digit(text[at + 1]) else { return nil }
      packed.append(high << 4 | low)
    }
    return packed
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}

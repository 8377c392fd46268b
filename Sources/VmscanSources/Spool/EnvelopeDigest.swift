import VmscanModel

/// Sums up the facts of a folder's envelopes in the order of their numbers.
struct EnvelopeDigest: Sendable {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ number: Int32, _ identity: FileIdentity) {
    add(UInt64(UInt32(bitPattern: number)))
    add(identity.inode)
    add(UInt64(bitPattern: identity.size))
    add(UInt64(bitPattern: identity.modified))
    add(UInt64(bitPattern: identity.changed))
  }

  private mutating func add(_ word: UInt64) {
    // Multiplying alone would leave the low bits blind to the high ones.
    var mixed = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 32
    value = mixed &* 0xD6E8_FEB8_6659_FD93
  }
}

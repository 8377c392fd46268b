import VmscanModel

/// Sums up who may read a folder's recordings, which no time of the directory shows when it changes.
///
/// The order in which recordings are added does not matter, so that they are examined as the
/// directory lists them, without a list of their names.
struct ModeDigest: Sendable {
  private(set) var value: UInt64 = 0

  /// Takes in a recording by its name.
  mutating func add(_ name: UnsafeBufferPointer<UInt8>, _ identity: FileIdentity) {
    var mixed: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in name { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
    mixed ^= UInt64(identity.mode) << 32 | UInt64(identity.owner)
    // Without this a change in one name could make up for a change in another.
    mixed = (mixed ^ mixed >> 31) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 29) &* 0xD6E8_FEB8_6659_FD93
    value &+= mixed ^ mixed >> 32
  }
}

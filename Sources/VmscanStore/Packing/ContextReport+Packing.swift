import VmscanModel

extension ContextReport {
  /// Everything but the name, which is the key.
  var packed: [UInt8] {
    var packer = Packer()
    packer.put(mailboxes)
    for totals in [messages, retainedEmailed, overAge] { totals.pack(into: &packer) }
    packer.put(oldest)
    ages?.pack(into: &packer)
    return packer.bytes
  }

  init(name: ByteText, packed: [UInt8]) throws {
    var unpacker = Unpacker(packed, of: "the facts of a context")
    self.init(
      name: name, mailboxes: try unpacker.int(), messages: try MessageTotals(from: &unpacker),
      retainedEmailed: try MessageTotals(from: &unpacker),
      overAge: try MessageTotals(from: &unpacker),
      oldest: try unpacker.optional { try $0.time() })
    // A run of a version that did not count ages ends here.
    ages = unpacker.isAtEnd ? nil : try AgeCounts(from: &unpacker)
  }
}

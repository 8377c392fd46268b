import VmscanModel

/// Keeps beside a mailbox's recipients when each of them was first seen.
struct RecipientFactsMerge: FactMergePolicy {
  let source: RecipientFactSource
  let now: Timestamp

  func since(of index: Int, after before: StoredFact?, isReturning: Bool) throws -> [UInt8] {
    var known: [ByteText: Timestamp] = [:]
    if let before {
      let earlier = try RecipientFacts.unpack(before.value)
      let times = try Self.times(before.since)
      for (recipient, time) in zip(earlier, times) {
        known[recipient.address.lowercased] = min(time, known[recipient.address.lowercased] ?? time)
      }
    }
    var packer = Packer()
    packer.put(list: try RecipientFacts.unpack(source.value(index))) { packer, recipient in
      packer.put(known[recipient.address.lowercased] ?? now)
    }
    return packer.bytes
  }

  static func times(_ since: [UInt8]) throws -> [Timestamp] {
    var unpacker = Unpacker(since, of: "the age of a recipient")
    return try unpacker.list { try $0.time() }
  }
}

/// Subjects, messages and evidence of findings, packed.
///
/// A subject stands open, so that findings are sorted without unpacking them. Message and evidence,
/// the sentences, are told by how they differ from those of an earlier finding of the same rule in
/// the same block, which takes a third of their bytes.
struct FindingWords: Sendable {
  /// Where in a block the sentences of a rule stand whole.
  private struct Whole: Sendable {
    var block: Int
    /// Of their length, behind which they follow.
    var offset: Int
  }

  private var arena = ByteArena()
  /// By the number of the rule, in the block that was filled last.
  private var wholes: [Whole?] = []
  private var sentences = Packer()
  private var delta = Packer()

  /// Keeps the words of a finding, and its fingerprint if that is text.
  mutating func append(_ finding: Finding, rule: Int, fingerprint: String?) -> ByteArena.Place {
    sentences.clear()
    sentences.put(sentencesOf: finding)
    let origin = putDelta(rule: rule)
    var whole: Int?
    let place = arena.append { packer in
      packer.put(finding.subject)
      if let fingerprint { packer.put(fingerprint) }
      packer.put(origin ?? 0)
      if origin != nil {
        packer.put(packed: delta.bytes)
      } else {
        whole = packer.bytes.count
        packer.put(raw: sentences.bytes)
      }
    }
    if let whole {
      while wholes.count <= rule { wholes.append(nil) }
      wholes[rule] = Whole(block: Int(place.block), offset: whole)
    }
    return place
  }

  /// Takes over all of another list; the number to add to the blocks of its places.
  mutating func append(_ other: FindingWords) -> UInt16 { arena.append(other.arena) }

  /// Says the sentences by those of the rule that stand whole in the block, if that is shorter;
  /// returns where they stand.
  private mutating func putDelta(rule: Int) -> Int? {
    let block = arena.open()
    guard rule < wholes.count, let whole = wholes[rule], whole.block == block else { return nil }
    delta.clear()
    arena.withBlock(block) { bytes in
      var at = whole.offset
      let other = UnsafeRawBufferPointer(rebasing: bytes[bytes.stretch(at: &at)])
      sentences.bytes.withUnsafeBytes { WordDelta.put($0, against: other, into: &delta) }
    }
    return delta.bytes.count < sentences.bytes.count ? whole.offset : nil
  }

  /// Hands over the subject, as history keeps it, and what follows it, without a copy.
  func withSubject<Result>(
    at place: ByteArena.Place, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try arena.withBytes(at: place, body)
  }

  struct Unpacked {
    /// As history keeps it.
    var subject: UnsafeRawBufferPointer
    var fingerprint: String?
    /// Message and evidence as history keeps them.
    var sentences: UnsafeRawBufferPointer
  }

  /// Hands over the words of a finding; `hasText` says that its fingerprint is among them.
  func withUnpacked<Result>(
    at place: ByteArena.Place, hasText: Bool, _ body: (Unpacked) throws -> Result
  ) rethrows -> Result {
    try arena.withBlock(Int(place.block)) { block in
      let start = Int(place.offset)
      let entry = UnsafeRawBufferPointer(rebasing: block[start..<start + Int(place.length)])
      var at = Self.subjectEnd(in: entry)
      let subject = UnsafeRawBufferPointer(rebasing: entry[..<at])
      let fingerprint =
        hasText ? String(decoding: entry[entry.stretch(at: &at)], as: UTF8.self) : nil
      var origin = entry.number(at: &at)
      guard origin > 0 else {
        let whole = UnsafeRawBufferPointer(rebasing: entry[entry.stretch(at: &at)])
        return try body(Unpacked(subject: subject, fingerprint: fingerprint, sentences: whole))
      }
      let steps = UnsafeRawBufferPointer(rebasing: entry[at...])
      let whole = UnsafeRawBufferPointer(rebasing: block[block.stretch(at: &origin)])
      return try WordDelta.expand(steps, against: whole).withUnsafeBytes {
        try body(Unpacked(subject: subject, fingerprint: fingerprint, sentences: $0))
      }
    }
  }

  /// How many names the packed form of a subject has behind its kind.
  static func names(ofKind kind: UInt8) -> Int {
    switch kind {
    case 1: 0
    case 3: 2
    default: 1
    }
  }

  private static func subjectEnd(in entry: UnsafeRawBufferPointer) -> Int {
    var end = 1
    for _ in 0..<names(ofKind: entry[0]) { _ = entry.stretch(at: &end) }
    return end
  }
}

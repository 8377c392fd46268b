/// Subjects, arguments and places of findings, packed.
///
/// Templates and remedies are kept once; of each finding there remain its subject, as history keeps
/// it, the stored form of its arguments, and its places.
struct FindingWords: Sendable {
  private var arena = ByteArena()

  /// Keeps the words of a finding, and its fingerprint if that is text.
  mutating func append(_ finding: Finding, fingerprint: String?) -> ByteArena.Place {
    arena.append { packer in
      packer.put(finding.subject)
      if let fingerprint { packer.put(fingerprint) }
      packer.put(raw: finding.message.storedBytes)
      packer.put(list: finding.evidence) { packer, place in
        packer.put(place.path)
        packer.put(place.line ?? 0)
      }
    }
  }

  /// Takes over all of another list; the number to add to the blocks of its places.
  mutating func append(_ other: FindingWords) -> UInt16 { arena.append(other.arena) }

  /// Hands over the subject, as history keeps it, and what follows it, without a copy.
  func withSubject<Result>(
    at place: ByteArena.Place, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try arena.withBytes(at: place, body)
  }

  struct Unpacked {
    var subject: FindingSubject
    var fingerprint: String?
    var arguments: String
    var evidence: [Place]
  }

  /// The words of a finding; `hasText` says that its fingerprint is among them.
  func unpacked(at place: ByteArena.Place, hasText: Bool) throws -> Unpacked {
    var unpacker = arena.unpacker(at: place, of: "a finding")
    return Unpacked(
      subject: try unpacker.subject(), fingerprint: hasText ? try unpacker.string() : nil,
      arguments: try unpacker.string(),
      evidence: try unpacker.list { Place(try $0.text(), line: try $0.int()) })
  }

  /// What history keeps of a finding besides its header, template and remedy, as it keeps it.
  func stored(
    at place: ByteArena.Place, hasText: Bool
  ) throws -> (subject: FindingSubject, arguments: [UInt8], evidence: [UInt8]) {
    var unpacker = arena.unpacker(at: place, of: "a finding")
    let subject = try unpacker.subject()
    if hasText { _ = try unpacker.raw() }
    let arguments = try unpacker.raw()
    let places = try unpacker.list { Place(try $0.text(), line: try $0.int()) }
    return (subject, arguments, places.storedBytes)
  }

  /// Whether the arguments of a finding begin with the reason of a rule.
  func beginsWithReason(at place: ByteArena.Place, hasText: Bool) throws -> Bool {
    var unpacker = arena.unpacker(at: place, of: "a finding")
    _ = try unpacker.subject()
    if hasText { _ = try unpacker.raw() }
    return try unpacker.raw().starts(with: "[[\"reason\"".utf8)
  }

  /// How many names the packed form of a subject has behind its kind.
  static func names(ofKind kind: UInt8) -> Int {
    switch kind {
    case 1: 0
    case 3: 2
    default: 1
    }
  }
}

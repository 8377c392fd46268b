import GRDB
import VmscanModel

/// A finding read back from a fact: its words, and whether it was accepted then.
struct StoredFinding {
  var finding: Finding
  var isAccepted: Bool

  init(key: [UInt8], packed: [UInt8], words: inout Words) throws {
    var unpacker = Unpacker(packed, of: "a finding")
    isAccepted = try unpacker.flag()
    finding = Finding(
      rule: RuleID(try words.string(try unpacker.number())), severity: try unpacker.choice(),
      subject: try unpacker.subject(), message: try unpacker.sentence(),
      remedy: Self.remedy(try words.string(try unpacker.number())),
      evidence: try unpacker.list { Self.place(try $0.string()) },
      fingerprint: try FactKey.fingerprint(from: key))
  }
}

extension StoredFinding {
  /// Remedies of earlier releases are plain text of a rule.
  private static func remedy(_ text: String) -> Sentence {
    Sentence(packedText: text) ?? Sentence(.word(text))
  }

  /// Reads `path` or `path:line`.
  private static func place(_ text: String) -> Place {
    guard let colon = text.lastIndex(of: ":"), let line = Int(text[text.index(after: colon)...]),
      line > 0
    else { return Place(ByteText(unescaping: text)) }
    return Place(ByteText(unescaping: String(text[..<colon])), line: line)
  }
}

/// Since when a finding is known; kept beside its words, which may change meanwhile.
struct FindingOrigin: Equatable {
  /// Run that opened the present stretch.
  var openedRun: Int64
  /// Clock of that run.
  var opened: Timestamp
  /// Clock of the first run that ever had it.
  var firstSeen: Timestamp

  init(openedRun: Int64, opened: Timestamp, firstSeen: Timestamp) {
    self.openedRun = openedRun
    self.opened = opened
    self.firstSeen = firstSeen
  }

  var packed: [UInt8] {
    var packer = Packer()
    packer.put(openedRun)
    packer.put(opened)
    packer.put(firstSeen)
    return packer.bytes
  }

  init(packed: [UInt8]) throws {
    var unpacker = Unpacker(packed, of: "the origin of a finding")
    openedRun = try unpacker.number()
    opened = try unpacker.time()
    firstSeen = try unpacker.time()
  }
}

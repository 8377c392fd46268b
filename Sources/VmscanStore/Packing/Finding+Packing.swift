import GRDB
import VmscanModel

/// A finding as a fact: its words, and whether it was accepted then.
struct StoredFinding {
  var finding: Finding
  var isAccepted: Bool

  func packed(_ words: inout Words) throws -> [UInt8] {
    var packer = Packer()
    packer.put(isAccepted)
    packer.put(try words.id(of: finding.rule.description))
    packer.put(finding.severity)
    packer.put(subject: finding.subject)
    packer.put(finding.message)
    packer.put(try words.id(of: finding.remedy))
    packer.put(list: finding.evidence) { $0.put($1) }
    return packer.bytes
  }

  init(finding: Finding, isAccepted: Bool) {
    self.finding = finding
    self.isAccepted = isAccepted
  }

  init(key: [UInt8], packed: [UInt8], words: inout Words) throws {
    var unpacker = Unpacker(packed, of: "a finding")
    isAccepted = try unpacker.flag()
    finding = Finding(
      rule: RuleID(try words.string(try unpacker.number())), severity: try unpacker.choice(),
      subject: try unpacker.subject(), message: try unpacker.string(),
      remedy: try words.string(try unpacker.number()),
      evidence: try unpacker.list { try $0.string() },
      fingerprint: try FactKey.fingerprint(from: key))
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

extension Packer {
  mutating func put(subject: FindingSubject) {
    switch subject {
    case .system: put(byte: 1)
    case .context(let name):
      put(byte: 2)
      put(name)
    case .mailbox(let id):
      put(byte: 3)
      put(id.context)
      put(id.mailbox)
    case .file(let path):
      put(byte: 4)
      put(path)
    }
  }
}

extension Unpacker {
  mutating func subject() throws -> FindingSubject {
    switch try byte() {
    case 1: return .system
    case 2: return .context(try text())
    case 3: return .mailbox(MailboxID(context: try text(), mailbox: try text()))
    case 4: return .file(try text())
    default: throw damage
    }
  }
}

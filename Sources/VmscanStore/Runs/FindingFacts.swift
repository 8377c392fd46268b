import VmscanModel

/// The findings of a run as facts, in the order of their keys.
struct FindingFacts: FactSource {
  /// A finding's place in the list and what its key is made of.
  private struct Key {
    var form: UInt8
    var fingerprint: Fingerprint
    var occurrence: UInt32 = 0
    var index: Int

    var bytes: [UInt8] { FactKey.finding(fingerprint, occurrence: occurrence) }

    static func precedes(_ left: Key, _ right: Key) -> Bool {
      if left.form != right.form { return left.form < right.form }
      if left.fingerprint != right.fingerprint {
        // The text of an unusual fingerprint is followed by the occurrence without a length.
        guard left.form & 1 == 0 else { return left.bytes.precedes(right.bytes) }
        return left.fingerprint < right.fingerprint
      }
      return left.occurrence < right.occurrence
    }
  }

  let findings: FindingList
  private let keys: [Key]
  /// Identifiers of the rules and remedies in table `word`, by their numbers in the list.
  private let ruleWords: [Int64]
  private let remedyWords: [Int64]

  /// Takes findings in report order, which tells apart those with the same fingerprint.
  init(_ findings: FindingList, words: inout Words) throws {
    self.findings = findings
    ruleWords = try findings.ruleValues.map { try words.id(of: $0.description) }
    remedyWords = try findings.remedyValues.map { try words.id(of: $0) }
    keys = Self.keys(findings)
  }

  /// Places in the list, in key order.
  var order: [Int] { keys.map(\.index) }

  var count: Int { keys.count }

  func key(_ index: Int) -> [UInt8] { keys[index].bytes }

  func value(_ index: Int) -> [UInt8] {
    let place = keys[index].index
    let header = findings.header(at: place)
    let words = findings.packedWords(at: place)
    var packer = Packer()
    packer.put(header.status == .accepted)
    packer.put(ruleWords[findings.ruleNumber(at: place)])
    packer.put(header.severity)
    packer.put(packed: words.head)
    packer.put(remedyWords[findings.remedyNumber(at: place)])
    packer.put(packed: words.evidence)
    return packer.bytes
  }

  private static func keys(_ findings: FindingList) -> [Key] {
    var keys = findings.indices.map { index in
      let fingerprint = findings.header(at: index).fingerprint
      return Key(
        form: FactKey.form(of: fingerprint, occurrence: 0), fingerprint: fingerprint, index: index)
    }
    keys.sort { Key.precedes($0, $1) || $0.fingerprint == $1.fingerprint && $0.index < $1.index }
    var repeats = false
    for place in keys.indices.dropFirst()
    where keys[place].fingerprint == keys[place - 1].fingerprint {
      keys[place].occurrence = keys[place - 1].occurrence + 1
      keys[place].form |= 2
      repeats = true
    }
    if repeats { keys.sort(by: Key.precedes) }
    return keys
  }
}

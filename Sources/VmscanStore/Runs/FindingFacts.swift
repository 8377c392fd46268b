import VmscanModel

/// The findings of a run as facts, in the order of their keys.
struct FindingFacts: FactSource {
  /// A finding's place in the list and what its key is made of.
  private struct Key {
    var high: UInt64
    var low: UInt64
    var index: UInt32
    var occurrence: UInt32 = 0
    /// The fingerprint is text, to be looked up.
    var isText: Bool

    var form: UInt8 { (isText ? 1 : 0) | (occurrence > 0 ? 2 : 0) }
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
    remedyWords = try findings.remedyValues.map { try words.id(of: $0.packedText) }
    keys = Self.keys(findings)
  }

  /// Places in the list, in key order.
  var order: [UInt32] { keys.map(\.index) }

  var count: Int { keys.count }

  func putKey(_ index: Int, into key: inout Packer) {
    FactKey.put(
      Self.fingerprint(of: keys[index], in: findings), occurrence: keys[index].occurrence,
      into: &key)
  }

  func putValue(_ index: Int, into value: inout Packer) {
    let place = Int(keys[index].index)
    value.put(findings.status(at: place) == .accepted)
    value.put(ruleWords[findings.ruleNumber(at: place)])
    value.put(findings.severity(at: place))
    let words = findings.words(at: place)
    value.put(words.subject)
    value.put(
      template: findings.templateValues[findings.templateNumber(at: place)],
      arguments: words.arguments)
    value.put(remedyWords[findings.remedyNumber(at: place)])
    value.put(list: words.evidence) { $0.put($1.description) }
  }

  private static func fingerprint(of key: Key, in findings: FindingList) -> Fingerprint {
    key.isText ? findings.header(at: Int(key.index)).fingerprint : Fingerprint(key.high, key.low)
  }

  private static func bytes(_ key: Key, of findings: FindingList) -> [UInt8] {
    FactKey.finding(fingerprint(of: key, in: findings), occurrence: key.occurrence)
  }

  private static func keys(_ findings: FindingList) -> [Key] {
    var keys = findings.indices.map { index in
      let digits = findings.header(at: index).fingerprint.digits
      return Key(
        high: digits?.high ?? 0, low: digits?.low ?? 0, index: UInt32(index),
        isText: digits == nil)
    }
    func text(_ key: Key) -> [UInt8] {
      FactKey.finding(findings.header(at: Int(key.index)).fingerprint, occurrence: 0)
    }
    /// Negative when the left fingerprint comes first.
    func order(_ left: Key, _ right: Key) -> Int {
      if left.isText != right.isText { return left.isText ? 1 : -1 }
      if left.isText {
        let (one, other) = (text(left), text(right))
        return one == other ? 0 : one.precedes(other) ? -1 : 1
      }
      if left.high != right.high { return left.high < right.high ? -1 : 1 }
      return left.low == right.low ? 0 : left.low < right.low ? -1 : 1
    }
    keys.sort { left, right in
      let order = order(left, right)
      return order < 0 || order == 0 && left.index < right.index
    }
    var repeats = false
    for place in keys.indices.dropFirst() where order(keys[place], keys[place - 1]) == 0 {
      keys[place].occurrence = 1
      repeats = true
    }
    if repeats { count(&keys, of: findings) }
    return keys
  }

  /// Numbers the findings that share a fingerprint and puts them where their keys belong.
  private static func count(_ keys: inout [Key], of findings: FindingList) {
    for place in keys.indices.dropFirst() where keys[place].occurrence > 0 {
      keys[place].occurrence = keys[place - 1].occurrence + 1
    }
    keys.sort { left, right in
      left.form == right.form
        ? bytes(left, of: findings).precedes(bytes(right, of: findings)) : left.form < right.form
    }
  }
}

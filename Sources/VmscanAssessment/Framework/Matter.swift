package import VmscanModel

/// Rules that speak of one matter: what they find about one subject is reported in one finding, by the
/// first of them that found something, with the worst severity.
///
/// Every rule keeps its identifier: `--rule`, `--skip`, settings and acceptances go on naming it. What
/// is accepted is never joined with what is not.
package enum Matter {
  package static let all: [[RuleID]] = [
    // An address that no mail can reach, and what it costs.
    ["VM-304", "VM-105", "VM-202", "VM-841", "VM-842", "VM-843", "VM-844", "VM-845"],
    // Messages in Deleted.
    ["VM-404", "VM-406"],
    // An owner who never called in.
    ["VM-500", "VM-603", "VM-604"],
    // How the site keeps and checks PINs.
    ["VM-517", "VM-518", "VM-519", "VM-514"],
  ].map { $0.map { RuleID($0) } }

  /// The other rules whose findings may stand in one with those of a rule.
  package static func companions(of rule: RuleID) -> [RuleID] {
    all.first { $0.contains(rule) }?.filter { $0 != rule } ?? []
  }

  /// Place of a rule among all, by matter and then by rank; `nil` for a rule that speaks for itself.
  static func place(of rule: RuleID) -> Int? {
    order.firstIndex(of: rule)
  }

  private static let order = Array(all.joined())
  /// The number of each place's matter.
  private static let numbers = all.enumerated().flatMap { number, rules in rules.map { _ in number }
  }

  /// One detection that may be joined with others.
  struct Part {
    /// See `place(of:)`.
    var place: Int
    var rule: Detection.Heading
    var detection: Detection
    var isAccepted: Bool
  }

  /// One finding for each matter, subject and acceptance.
  static func findings(_ parts: [Part]) -> [Finding] {
    guard parts.count > 1 else { return parts.map { $0.detection.finding(of: $0.rule) } }
    var findings: [Finding] = []
    var rest = parts.sorted { $0.place < $1.place }[...]
    while let first = rest.popFirst() {
      var joined = [first]
      if !first.isAccepted {
        joined += rest.filter { joins($0, first) }
        rest.removeAll { joins($0, first) }
      }
      findings.append(finding(joined))
    }
    return findings
  }

  private static func joins(_ part: Part, _ first: Part) -> Bool {
    !part.isAccepted && numbers[part.place] == numbers[first.place]
      && part.rule.id != first.rule.id && part.detection.subject == first.detection.subject
  }

  private static func finding(_ parts: [Part]) -> Finding {
    let first = parts[0]
    guard parts.count > 1 else { return first.detection.finding(of: first.rule) }
    var whole = first.detection
    whole.severity = parts.map { $0.detection.severity ?? $0.rule.severity }.max()
    whole.message = Finding.message(
      of: parts.map { Finding.Part(rule: $0.rule.id, message: $0.detection.message) })
    var remedies = [whole.remedy ?? first.rule.remediation]
    for part in parts.dropFirst() {
      whole.key += [ByteText(part.rule.id.description)] + part.detection.key
      whole.evidence += part.detection.evidence.filter { !whole.evidence.contains($0) }
      let remedy = part.detection.remedy ?? part.rule.remediation
      if !remedies.contains(remedy) { remedies.append(remedy) }
    }
    whole.remedy = remedies.dropFirst().reduce(remedies[0]) { "\($0) \($1)" }
    return whole.finding(of: first.rule)
  }
}

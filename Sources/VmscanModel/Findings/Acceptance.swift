/// An exposure the site knows and accepts; findings it covers stay visible as accepted.
package struct Acceptance: Sendable, Codable, Hashable {
  /// Row in history; 0 before it is stored.
  package var id: Int64
  package var scope: AcceptanceScope
  /// Who answers for it.
  package var owner: String
  package var reason: String
  package var created: Timestamp
  /// When the findings come back; `nil` for never.
  package var expires: Timestamp?
  package var removed: Timestamp?

  package init(
    id: Int64 = 0, scope: AcceptanceScope, owner: String, reason: String, created: Timestamp,
    expires: Timestamp? = nil, removed: Timestamp? = nil
  ) {
    self.id = id
    self.scope = scope
    self.owner = owner
    self.reason = reason
    self.created = created
    self.expires = expires
    self.removed = removed
  }

  package func isInForce(at time: Timestamp) -> Bool {
    if let removed, removed <= time { return false }
    return expires.map { time < $0 } ?? true
  }
}

/// Which findings are accepted: every part that is given must match, and without any part none is.
package struct AcceptanceScope: Sendable, Codable, Hashable {
  package var rule: RuleID?
  package var fingerprint: Fingerprint?
  package var mailbox: MailboxID?
  /// Context of the finding's subject.
  package var context: ByteText?
  /// A mail address or a domain; its subdomains are meant too.
  package var destination: ByteText?
  /// The worst severity that was to be seen when it was accepted.
  ///
  /// What is worse is not accepted. `nil` for any, as in acceptances of earlier releases and where
  /// nothing was to be seen yet.
  package var worst: Severity?

  package init(
    rule: RuleID? = nil, fingerprint: Fingerprint? = nil, mailbox: MailboxID? = nil,
    context: ByteText? = nil, destination: ByteText? = nil, worst: Severity? = nil
  ) {
    self.rule = rule
    self.fingerprint = fingerprint
    self.mailbox = mailbox
    self.context = context
    self.destination = destination
    self.worst = worst
  }

  package var isEmpty: Bool {
    rule == nil && fingerprint == nil && mailbox == nil && context == nil && destination == nil
  }

  /// Whether the finding is accepted, with everything that it tells.
  ///
  /// A destination covers a finding only when the finding names mail addresses and every one of
  /// them is that address or in that domain.
  package func covers(_ finding: Finding) -> Bool {
    finding.parts.allSatisfy { covers(finding, $0) }
  }

  /// Whether something of what the finding tells is accepted.
  package func touches(_ finding: Finding) -> Bool {
    finding.parts.contains { covers(finding, $0) }
  }

  /// Whether it would accept something of the finding, had that not become worse since.
  package func isOutgrown(by finding: Finding) -> Bool {
    guard let worst, finding.severity > worst else { return false }
    var any = self
    any.worst = nil
    return any.touches(finding)
  }

  fileprivate func covers(_ finding: Finding, _ part: Finding.Part) -> Bool {
    let reasons = part.message.reasons
    return covers(finding, part, as: part.rule)
      || !reasons.isEmpty && reasons.allSatisfy { covers(finding, part, as: $0) }
  }

  /// The same for one reason of it, by the rule that reported it alone in an earlier release.
  fileprivate func covers(_ finding: Finding, _ part: Finding.Part, as reason: RuleID) -> Bool {
    guard !isEmpty else { return false }
    if let worst, finding.severity > worst { return false }
    if let rule, rule != reason { return false }
    if let fingerprint, fingerprint != finding.fingerprint { return false }
    if let mailbox, mailbox.folded != finding.subject.mailbox?.folded { return false }
    if let context, context.lowercased != finding.subject.context?.lowercased { return false }
    guard let destination else { return true }
    let named = part.message.addresses
    return !named.isEmpty
      && named.allSatisfy { Self.address($0.lowercased, isWithin: destination.lowercased) }
  }

  private static func address(_ address: ByteText, isWithin destination: ByteText) -> Bool {
    let wanted = Array(destination.bytes.drop { $0 == UInt8(ascii: "@") })
    if wanted.contains(UInt8(ascii: "@")) { return address.bytes == wanted }
    guard let at = address.bytes.lastIndex(of: UInt8(ascii: "@")) else { return false }
    let domain = address.bytes[(at + 1)...]
    return domain.elementsEqual(wanted)
      || domain.suffix(wanted.count + 1).elementsEqual([UInt8(ascii: ".")] + wanted)
  }
}

extension Collection<Acceptance> {
  /// Whether they accept everything that the finding tells: each part as a whole or each of its
  /// reasons.
  package func accept(_ finding: Finding) -> Bool {
    guard !isEmpty else { return false }
    return finding.parts.allSatisfy { part in
      if contains(where: { $0.scope.covers(finding, part) }) { return true }
      let reasons = part.message.reasons
      return !reasons.isEmpty
        && reasons.allSatisfy { reason in contains { $0.scope.covers(finding, part, as: reason) } }
    }
  }

  /// Those that accept it, alone or together; none when a reason of it is left open.
  package func covering(_ finding: Finding) -> [Acceptance] {
    guard accept(finding) else { return [] }
    return filter { acceptance in
      finding.parts.contains { part in
        acceptance.scope.covers(finding, part)
          || part.message.reasons.contains { acceptance.scope.covers(finding, part, as: $0) }
      }
    }
  }
}

extension FindingSubject {
  /// The context it lies in; `nil` for the system and files.
  package var context: ByteText? {
    switch self {
    case .context(let name): name
    case .mailbox(let id): id.context
    case .system, .file, .device: nil
    }
  }
}

import VmscanModel

extension MailboxFacts {
  /// The facts with recipients in approved domains counted as approved, for figures and tables.
  ///
  /// Findings are made from the facts as they were, so that they stay visible as accepted. Only
  /// other organisations can be approved: a private address stays one.
  func approving(_ domains: [ByteText]) -> MailboxFacts {
    var facts = self
    facts.recipients = recipients.map { $0.approving(domains) }
    facts.effectiveRecipients = effectiveRecipients.map { $0.approving(domains) }
    return facts
  }
}

extension RecipientFacts {
  fileprivate func approving(_ domains: [ByteText]) -> RecipientFacts {
    guard destinationClass == .external,
      let at = address.bytes.lastIndex(of: UInt8(ascii: "@"))
    else { return self }
    let domain = ByteText(bytes: address.bytes[(at + 1)...]).stripped.lowercased.bytes
    let isApproved = domains.contains { approved in
      domain == approved.bytes
        || domain.suffix(approved.count + 1).elementsEqual([UInt8(ascii: ".")] + approved.bytes)
    }
    guard isApproved else { return self }
    var recipient = self
    recipient.destinationClass = .approved
    return recipient
  }
}

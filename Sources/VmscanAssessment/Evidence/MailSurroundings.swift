package import VmscanModel

/// What is known of the mails of one mailbox besides themselves.
package struct MailSurroundings: Sendable {
  /// Messages of the mailboxes that have or had just the same addresses, this one among them; `nil` when
  /// no other has or had them.
  package var sharers: RivalMessages?
  /// The same of the mailboxes of its number that share an address.
  package var namesakes: RivalMessages?
  /// Mailboxes of other contexts have or had its number.
  package var sharesNumber: Bool
  /// What earlier scans saw.
  package var claims: [MailClaim]

  package init(
    sharers: RivalMessages? = nil, namesakes: RivalMessages? = nil, sharesNumber: Bool = false,
    claims: [MailClaim] = []
  ) {
    self.sharesNumber = sharesNumber
    self.sharers = sharers
    self.namesakes = namesakes
    self.claims = claims
  }
}

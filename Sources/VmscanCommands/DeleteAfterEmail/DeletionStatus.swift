import VmscanModel

/// What happens to the mailed messages of one mailbox, and what a change would mean.
struct DeletionStatus: Encodable {
  enum State: String, Encodable {
    case off, asterisk, confirmed
    /// Asterisk deletes first, so that nothing is left to confirm.
    case asteriskBeforeConfirmed
  }

  struct Reason: Encodable {
    var reason: String
    var detail: String
    var remedy: String
    /// What switches it, where this program does not.
    var statement: ReversibleStatement?

    init(_ refusal: ConfigEditRefusal) {
      reason = refusal.reason.rawValue
      detail = refusal.detail
      remedy = refusal.remedy
      statement = refusal.statement
    }
  }

  var context: ByteText
  var mailbox: ByteText
  var state: State
  /// Grace of `deleteAfterConfirmedEmail`, such as `1d`.
  var grace: String?
  var attach: Bool
  var source: String
  /// What is lost with Asterisk's own deletion, or would be.
  var risks: [Reason]
  /// What keeps this program from editing it at all.
  var obstacles: [Reason]

  init(
    _ mailbox: ConfiguredMailbox, grace: Age?, refusals: [ConfigEditRefusal],
    obstacles: [ConfigEditRefusal] = []
  ) {
    context = mailbox.id.context
    self.mailbox = mailbox.id.mailbox
    let deletes = mailbox.deleteAfterEmail.value
    state =
      switch (deletes, grace != nil) {
      case (true, true): .asteriskBeforeConfirmed
      case (true, false): .asterisk
      case (false, true): .confirmed
      case (false, false): .off
      }
    self.grace = grace?.description
    attach = mailbox.attach.value
    source = "\(mailbox.origin)"
    risks = refusals.map(Reason.init)
    self.obstacles = obstacles.map(Reason.init)
  }

  var id: MailboxID { MailboxID(context: context, mailbox: mailbox) }

  /// One sentence for a person.
  var sentence: String {
    let names = risks.map(\.reason).joined(separator: ", ")
    switch state {
    case .off:
      let against = (obstacles + risks).map(\.reason).joined(separator: ", ")
      return against.isEmpty
        ? "messages stay; 'enable' would leave the mail as the only copy"
        : "messages stay; 'enable' is refused: \(against)"
    case .confirmed:
      return "messages go \(grace ?? "") after delivery to every recipient"
    case .asterisk, .asteriskBeforeConfirmed:
      return risks.isEmpty
        ? "messages go with the mail command's start; the mail is the only copy"
        : "messages go with the mail command's start, and may be lost: \(names)"
    }
  }
}

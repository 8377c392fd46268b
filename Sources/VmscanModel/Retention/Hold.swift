/// A legal hold: messages in its scope must be kept, whatever any policy says.
package struct Hold: Sendable, Codable, Hashable {
  /// Row in history; 0 before it is stored.
  package var id: Int64
  package var scope: HoldScope
  /// The case it is for, as the site names it.
  package var matter: String
  /// Who asked for it.
  package var owner: String
  package var note: String
  package var placed: Timestamp
  /// When it ends by itself; `nil` when it must be released.
  package var until: Timestamp?
  package var released: Timestamp?
  package var releasedBy: String?

  package init(
    id: Int64 = 0, scope: HoldScope, matter: String, owner: String, note: String = "",
    placed: Timestamp, until: Timestamp? = nil, released: Timestamp? = nil,
    releasedBy: String? = nil
  ) {
    self.id = id
    self.scope = scope
    self.matter = matter
    self.owner = owner
    self.note = note
    self.placed = placed
    self.until = until
    self.released = released
    self.releasedBy = releasedBy
  }

  package func isInForce(at time: Timestamp) -> Bool {
    if let released, released <= time { return false }
    return until.map { time < $0 } ?? true
  }
}

/// Which messages a hold keeps; parts that are given must all match, one of each part's values
/// is enough, and a scope without parts covers everything.
package struct HoldScope: Sendable, Codable, Hashable {
  package var mailboxes: [MailboxID]
  package var contexts: [ByteText]
  package var callers: [CallerPattern]
  /// Start of the recording, inclusive.
  package var from: Timestamp?
  /// Start of the recording, exclusive.
  package var to: Timestamp?

  package init(
    mailboxes: [MailboxID] = [], contexts: [ByteText] = [], callers: [CallerPattern] = [],
    from: Timestamp? = nil, to: Timestamp? = nil
  ) {
    self.mailboxes = mailboxes
    self.contexts = contexts
    self.callers = callers
    self.from = from
    self.to = to
  }

  /// Whether a message is kept; what is not known about it counts as covered.
  ///
  /// Names are compared as Asterisk does, without case; `caller` is `nil` when the envelope could
  /// not be read and `origtime` when the start of the recording is not known.
  package func covers(mailbox: MailboxID, caller: ByteText?, origtime: Timestamp?) -> Bool {
    let folded = mailbox.folded
    guard mailboxes.isEmpty || mailboxes.contains(where: { $0.folded == folded }) else {
      return false
    }
    guard contexts.isEmpty || contexts.contains(where: { $0.lowercased == folded.context }) else {
      return false
    }
    if let origtime {
      if let from, origtime < from { return false }
      if let to, origtime >= to { return false }
    }
    guard let caller, !callers.isEmpty else { return true }
    return callers.contains { $0.matches(caller) }
  }
}

extension Hold {
  /// The hold as plans and decisions name it, such as `case-17 (Records Office)`.
  package var title: String { owner.isEmpty ? matter : "\(matter) (\(owner))" }
}

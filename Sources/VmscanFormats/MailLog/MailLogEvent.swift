/// What one line says about one mail; ranges are positions in the line's bytes.
package enum MailLogEvent: Sendable, Equatable {
  /// The mail has this Message-ID (without angle brackets); the server may add size, number of
  /// recipients and sender at once.
  case messageID(Range<Int>, size: Int64?, recipients: Int32?, sender: Range<Int>? = nil)
  /// A mail without a Message-ID in the log begins; `list` holds its recipients where the line does.
  case begun(size: Int64?, recipients: Int32?, list: Range<Int>?)
  case queued(size: Int64, recipients: Int32)
  case recipient(MailLogRecipient)
  /// A filter gave the mail another recipient, on nobody's behalf.
  case added(Range<Int>)
  /// A filter took the mail away from a recipient.
  case withdrawn(Range<Int>, detail: Range<Int>)
  /// A filter gave the mail another body; its size and recording are not known any more.
  case rewritten
  /// A part of the mail goes on under another queue id, on behalf of an address.
  case cloned(as: Range<Int>, owner: Range<Int>, detail: Range<Int>)
  /// Every address of the list met the same fate (Sendmail), each on behalf of the controlling
  /// address: the alias or user it came from, or else the mail's own sender.
  case recipients(
    list: Range<Int>, MailLogOutcome, detail: Range<Int>, controlling: Range<Int>?)
  /// Given up: whoever has not got it will not.
  case givenUp(detail: Range<Int>)
  /// Sent to another address in place of its recipients.
  case redirected(detail: Range<Int>)
  /// Goes to a content filter, which may not hand it on.
  case filtered(detail: Range<Int>)
  /// Refused for now: whoever handed it in keeps it, to try again under another queue id.
  case putOff(detail: Range<Int>)
  /// Stopped in the queue until somebody lets it go (held, frozen).
  case held(detail: Range<Int>)
  /// Let go again.
  case released
  /// The server reports to the sender that somebody did not get it.
  case nonDelivery
  /// Put back into the queue under a new id.
  case requeued
  /// Left the queue.
  case removed
  /// A whole mail in one line, of a program without a queue (msmtp).
  case handedOver(list: Range<Int>, size: Int64?, MailLogOutcome, detail: Range<Int>)
  /// The queue id begins a new mail.
  case started
  /// The queue id begins a mail that lay under another one.
  case continued(Range<Int>)
}

/// What became of a mail for one recipient.
package enum MailLogOutcome: Sendable, Equatable {
  case sent, deferred, failed, queued
  /// Handed to a program on the same machine; no line says what it did with it.
  case taken
  /// Thrown away, as an alias to `/dev/null` asks.
  case discarded
}

/// One delivery attempt.
package struct MailLogRecipient: Sendable, Equatable {
  package var address: Range<Int>
  package var original: Range<Int>?
  package var outcome: MailLogOutcome
  package var detail: Range<Int>
}

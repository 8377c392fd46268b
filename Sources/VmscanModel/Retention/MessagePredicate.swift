/// Which messages are meant: the one language of `messages`, `purge`, `restore` and `hold`.
///
/// Every member narrows; an empty list or `nil` does not. Age counts from `origtime`, never from
/// file times.
package struct MessagePredicate: Sendable, Hashable, Codable {
  /// Whether the owner has had the message presented: INBOX and Urgent hold the unheard ones.
  package enum Hearing: String, Sendable, Codable, CaseIterable { case heard, unheard }

  /// Only messages whose e-mail grade counts.
  package var emailed: Bool
  /// The weakest grade that counts, `delivered`, `handedOver` or `inferred`; implies `emailed`.
  package var evidence: EmailGrade?
  package var older: Age?
  package var before: Timestamp?
  package var mailboxes: [MailboxID]
  package var contexts: [ByteText]
  /// Empty means every message folder but `Deleted`.
  package var folders: [Folder]
  package var hearing: Hearing?
  /// Only directories without a configured mailbox.
  package var orphaned: Bool
  /// Only messages of more than this many bytes, all files together.
  package var larger: ByteCount?

  package init(
    emailed: Bool = false, evidence: EmailGrade? = nil, older: Age? = nil,
    before: Timestamp? = nil, mailboxes: [MailboxID] = [], contexts: [ByteText] = [],
    folders: [Folder] = [], hearing: Hearing? = nil, orphaned: Bool = false,
    larger: ByteCount? = nil
  ) {
    self.emailed = emailed
    self.evidence = evidence
    self.older = older
    self.before = before
    self.mailboxes = mailboxes
    self.contexts = contexts
    self.folders = folders
    self.hearing = hearing
    self.orphaned = orphaned
    self.larger = larger
  }

  /// Nothing was asked for, which must never mean everything.
  package var isEmpty: Bool { self == MessagePredicate() }

  /// Only a place is named, neither an age nor a property of the message.
  package var isScopeOnly: Bool {
    !isEmpty && !emailed && evidence == nil && older == nil && before == nil && larger == nil
      && !orphaned
  }

  package var asksForAge: Bool { older != nil || before != nil }

  /// The grades that count as e-mailed for any predicate, the strongest first.
  private static let counted: [EmailGrade] = [.delivered, .handedOver, .inferred]

  /// The grades that count as e-mailed for this predicate.
  package var countedGrades: [EmailGrade] { Self.counted.filter(counts) }

  /// Whether only messages that were e-mailed are meant.
  package var asksForMail: Bool { emailed || evidence != nil }

  package func counts(_ grade: EmailGrade) -> Bool {
    guard let place = Self.counted.firstIndex(of: grade) else { return false }
    guard let evidence, let weakest = Self.counted.firstIndex(of: evidence) else { return true }
    return place <= weakest
  }
}

extension MessagePredicate {
  /// Whether the message is meant as far as its age is left aside.
  package func matchesApartFromAge(_ message: CandidateMessage) -> Bool {
    matchesPlace(mailbox: message.mailbox, folder: message.folder)
      && (!orphaned || message.isOrphaned)
      && (larger.map { message.bytes > $0 } ?? true)
      && (!(emailed || evidence != nil) || counts(message.grade))
  }

  /// Whether the message is old enough; `nil` when an age is asked for and its own is not known.
  package func matchesAge(_ message: CandidateMessage, now: Timestamp) -> Bool? {
    matchesAge(of: message.origtime, now: now)
  }

  private func matchesAge(of origtime: Timestamp?, now: Timestamp) -> Bool? {
    guard asksForAge else { return true }
    guard let origtime, origtime <= now else { return nil }
    return (older.map { origtime < now - $0 } ?? true) && (before.map { origtime < $0 } ?? true)
  }

  /// Whether a message can be meant by its size and its age, before more is made of its record.
  package func matchesSizeAndAge(_ record: MessageRecord, now: Timestamp) -> Bool {
    (larger.map { ByteCount(record.bytes) > $0 } ?? true)
      && matchesAge(of: record.origtime, now: now) == true
  }

  package func matches(_ message: CandidateMessage, now: Timestamp) -> Bool {
    matchesApartFromAge(message) && matchesAge(message, now: now) == true
  }

  /// Whether messages of this folder can be meant at all; names compared as Asterisk does.
  package func matchesPlace(mailbox: MailboxID, folder: Folder) -> Bool {
    matches(mailbox: mailbox) && matches(folder: folder)
  }

  package func matches(mailbox: MailboxID) -> Bool {
    (mailboxes.isEmpty || mailboxes.contains { $0.folded == mailbox.folded })
      && (contexts.isEmpty || contexts.contains { $0.lowercased == mailbox.context.lowercased })
  }

  package func matches(folder: Folder) -> Bool {
    let isNamed = folders.isEmpty ? folder != .deleted : folders.contains(folder)
    switch hearing {
    case nil: return isNamed
    case .heard: return isNamed && !folder.isUnheard
    case .unheard: return isNamed && folder.isUnheard
    }
  }
}

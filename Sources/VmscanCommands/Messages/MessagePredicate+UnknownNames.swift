import VmscanModel
import VmscanSources

extension MessagePredicate {
  /// Names the predicate asks for that are neither configured nor a directory: mostly mistyped.
  func unknownNames(among directories: [MailboxID], of site: Site) -> [String] {
    let known = directories + site.configuration.mailboxes.map(\.id)
    let mailboxes = mailboxes.filter { name in
      !known.contains { MessagePredicate(mailboxes: [name]).matches(mailbox: $0) }
    }
    let contexts = contexts.filter { name in
      !known.contains { MessagePredicate(contexts: [name]).matches(mailbox: $0) }
    }
    return mailboxes.map { "mailbox '\($0)'" } + contexts.map { "context '\($0)'" }
  }
}

extension Site {
  /// Names a predicate asks for that are neither configured, nor a directory, nor among `others`;
  /// none when the spool could not be listed.
  func unknownNames(
    of predicate: MessagePredicate, beside others: [MailboxID] = []
  ) -> [String] {
    guard !predicate.mailboxes.isEmpty || !predicate.contexts.isEmpty else { return [] }
    let (directories, unread) = walker().mailboxes()
    guard unread.isEmpty else { return [] }
    return predicate.unknownNames(among: directories + others, of: self)
  }
}

extension RunContext {
  /// Says which names mean nothing here, so that an empty answer is not taken for a clean one.
  func warn(ofUnknown names: [String]) throws {
    for name in names {
      try err.writeLine("vmscan: \(name) is neither configured nor in the spool")
    }
  }
}

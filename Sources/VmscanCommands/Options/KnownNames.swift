import VmscanActions
import VmscanModel
import VmscanSources

/// The mailboxes and contexts of a site, by which names on a command line or in a policy are
/// judged: one that means nothing here is mostly mistyped, and a hold on it protects nothing.
struct KnownNames {
  /// Configured, or a directory of the spool.
  private let mailboxes: [MailboxID]
  private let folded: Set<MailboxID>
  private let contexts: Set<ByteText>
  /// Without it a name may be one of those that could not be read.
  let isComplete: Bool

  init(_ mailboxes: [MailboxID], contexts: [ByteText] = [], isComplete: Bool) {
    self.mailboxes = mailboxes
    self.isComplete = isComplete
    folded = Set(mailboxes.map(\.folded))
    self.contexts = Set(contexts.map(\.lowercased)).union(folded.map(\.context))
  }

  /// The names of a site whose spool was listed.
  init(_ site: Site, directories: [MailboxID], isComplete: Bool) {
    self.init(
      directories + site.configuration.mailboxes.map(\.id),
      contexts: site.configuration.contexts,
      isComplete: isComplete && site.configuration.status.isUsable
        && site.configuration.coverage.isComplete)
  }

  /// Lists the spool; `others` are known besides, such as mailboxes of the quarantine.
  init(_ site: Site, beside others: [MailboxID] = []) {
    let (directories, unread) = site.source().mailboxes()
    self.init(
      site, directories: directories + others, isComplete: !unread.contains(where: \.hidesData))
  }

  /// One sentence for each name that is neither configured nor in the spool.
  func unknown(mailboxes: [MailboxID] = [], contexts: [ByteText] = []) -> [String] {
    mailboxes.filter { !folded.contains($0.folded) }.map { name in
      sentence("mailbox", "\(name)", near(name.words, among: self.mailboxes.map(\.words)))
    }
      + contexts.filter { !self.contexts.contains($0.lowercased) }.map { name in
        sentence("context", "\(name)", near(name, among: self.contexts.sorted()))
      }
  }

  /// The same for the rules of a policy.
  func unknown(in rules: RetentionRules) -> [String] {
    rules.rules.flatMap { rule -> [String] in
      let found =
        switch rule.scope {
        case .everything: [String]()
        case .context(let name): unknown(contexts: [name])
        case .mailbox(let id): unknown(mailboxes: [id])
        }
      return found.map { "policy rule '\(ByteText(rule.name))': \($0)" }
    }
  }

  /// The same for the places of `deleteAfterConfirmedEmail`.
  func unknown(in rules: ConfirmedDeletionRules) -> [String] {
    unknown(mailboxes: rules.mailboxes.keys.sorted(), contexts: rules.contexts.keys.sorted())
      .map { "deleteAfterConfirmedEmail: \($0)" }
  }

  private func near(_ name: ByteText, among names: [ByteText]) -> ByteText? {
    NearName.nearest(to: name, among: names)
  }

  private func sentence(_ kind: String, _ name: String, _ near: ByteText?) -> String {
    "\(kind) '\(name)' is neither configured nor in the spool"
      + (near.map { "; did you mean '\($0)'?" } ?? "")
  }

  /// `protecting`: names that may protect something, which a misspelt one does not.
  ///
  /// - Throws: `CommandFailure` when a name means nothing here, unless that is allowed or, for one that
  ///   protects nothing, not certain; then it is only said.
  func check(
    _ unknown: [String], protecting: [String] = [], allowEmpty: Bool, in context: RunContext
  ) throws {
    let all = unknown + protecting
    guard !all.isEmpty else { return }
    guard allowEmpty || !isComplete && protecting.isEmpty else {
      throw CommandFailure(
        .usage,
        (all + ["nothing was done; give the right name, or go on without it: --allow-empty"])
          .joined(separator: "\n"))
    }
    try context.warn(ofUnknown: all)
  }
}

extension MailboxID {
  /// `BOX@CONTEXT` as bytes.
  fileprivate var words: ByteText { ByteText(bytes: mailbox.bytes + [0x40] + context.bytes) }
}

extension Site {
  /// Names a predicate asks for that mean nothing here; none when that is not certain.
  func unknownNames(of predicate: MessagePredicate) -> [String] {
    guard !predicate.mailboxes.isEmpty || !predicate.contexts.isEmpty else { return [] }
    let names = KnownNames(self)
    guard names.isComplete else { return [] }
    return names.unknown(mailboxes: predicate.mailboxes, contexts: predicate.contexts)
  }
}

extension RunContext {
  /// Says which names mean nothing here, so that an empty answer is not taken for a clean one.
  func warn(ofUnknown sentences: [String]) throws {
    for sentence in sentences { try err.writeLine("vmscan: \(sentence)") }
  }
}

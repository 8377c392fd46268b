extension MessagePredicate: CustomStringConvertible {
  /// The predicate as a sentence, such as `messages that were e-mailed (delivered, handedOver or
  /// inferred), older than 30d by origtime, in every folder but Deleted`.
  package var description: String { sentence() }

  /// The same; a policy means every folder where the predicate names none.
  package func sentence(everyFolder: Bool = false) -> String {
    (["messages"] + [what, place(everyFolder)].filter { !$0.isEmpty }).joined(separator: " ")
  }

  private var what: String {
    var parts: [String] = []
    if emailed || evidence != nil {
      parts.append("that were e-mailed (\(Self.list(countedGrades.map(\.rawValue))))")
    }
    if let older { parts.append("older than \(older) by origtime") }
    if let before { parts.append("recorded before \(before)") }
    if let larger { parts.append("larger than \(larger)") }
    switch hearing {
    case nil: break
    case .heard: parts.append("heard (neither in INBOX nor in Urgent)")
    case .unheard: parts.append("unheard (in INBOX or Urgent)")
    }
    return parts.joined(separator: ", ")
  }

  private func place(_ everyFolder: Bool) -> String {
    let unnamed = everyFolder ? "in every folder, Deleted too" : "in every folder but Deleted"
    var parts = [
      folders.isEmpty
        ? unnamed : "in folder \(Self.list(folders.sorted().map(\.name)))"
    ]
    if !mailboxes.isEmpty {
      parts.append("of mailbox \(Self.list(mailboxes.sorted().map(\.description)))")
    }
    if !contexts.isEmpty {
      parts.append("of context \(Self.list(contexts.sorted().map(\.description)))")
    }
    if orphaned { parts.append("in directories without a mailbox") }
    return parts.joined(separator: ", ")
  }

  private static func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}

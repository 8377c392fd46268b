extension ActionRecord {
  /// Facts in which there is no word of a person.
  private static let plain: Set<String> = [
    "outcome", "change", "until", "expires", "acceptance", "messages", "quarantined", "context",
    "mailbox", "folder", "number", "quarantine", "copy", "files", "bytes", "evidence", "messageID",
    "origtime", "duration", "planDigest", "reference", "lockMode", "engine", "planned",
    "removed", "movedToDeleted", "restored", "left", "skipped", "failed", "faults", "stopped",
    "folders", "foldersLockedOut", "mailboxes", "moves", "runs", "recoveredBy", "action", "undoes",
  ]

  /// Kinds whose subjects and reasons the program made of places, ages, sizes and grades.
  private static let ofMessages: Set<String> = [
    "purge", "renumber", "restore", "expire", "remoteRemove", "recover",
  ]

  /// A fact of `detail` as a sentence; what is not known to be harmless is text, whatever release
  /// wrote it.
  package func fact(_ name: String) -> Sentence? {
    guard let value = detail[name] else { return nil }
    switch name {
    case "owner", "policyOwner": return Sentence(.name(ByteText(value)))
    case "policy": return policyWords(value)
    case "reason" where Self.ofMessages.contains(kind): return Self.reasonWords(value)
    default: break
    }
    return Self.plain.contains(name) || kind == "configEdit"
      ? Sentence(.word(value)) : Sentence(text: value)
  }

  /// What a purge was asked for; earlier builds wrote the policy's owner into it.
  private func policyWords(_ value: String) -> Sentence {
    value.hasPrefix("policy ") && detail["policyOwner"] == nil
      ? Sentence(text: value) : Sentence(.word(value))
  }

  /// Why a message went; the name of a policy's rule is a person's word, and what follows it has no quote.
  private static func reasonWords(_ value: String) -> Sentence {
    let start = "rule '"
    guard value.hasPrefix(start) else { return Sentence(.word(value)) }
    guard let end = value.ranges(of: "': ").last else { return Sentence(text: value) }
    let name = value[value.index(value.startIndex, offsetBy: start.count)..<end.lowerBound]
    return "rule '\(text: String(name))': \(word: String(value[end.upperBound...]))"
  }

  /// What it was done to; a person's words and addresses may stand in what was held or accepted.
  package var subjectWords: Sentence {
    Self.ofMessages.contains(kind) || kind == "configEdit" || kind == "hold"
      ? Sentence(.word(subject)) : Sentence(text: subject)
  }
}

extension ActionRecord {
  /// Facts in which there is no word of a person.
  private static let plain: Set<String> = [
    "outcome", "change", "until", "expires", "acceptance", "messages", "quarantined", "context",
    "mailbox", "folder", "number", "quarantine", "copy", "files", "bytes", "evidence", "messageID",
    "origtime", "duration", "planDigest", "policy", "reference", "lockMode", "engine", "planned",
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
    if name == "owner" { return Sentence(.name(ByteText(value))) }
    let isPlain =
      Self.plain.contains(name) || kind == "configEdit"
      || name == "reason" && Self.ofMessages.contains(kind)
    return isPlain ? Sentence(.word(value)) : Sentence(text: value)
  }

  /// What it was done to; a person's words and addresses may stand in what was held or accepted.
  package var subjectWords: Sentence {
    Self.ofMessages.contains(kind) || kind == "configEdit" || kind == "hold"
      ? Sentence(.word(subject)) : Sentence(text: subject)
  }
}

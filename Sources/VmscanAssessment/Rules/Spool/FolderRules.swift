import VmscanModel

/// Folder problems whose judgement needs nothing but the problem.
enum FolderRules {
  static let rules: [Rule] = [
    FolderProblemJudgement.rule(
      "VM-712", "world-writable-folder", "Everybody may write into message folders", .medium,
      .worldWritable, what: "the directory is writable for everybody",
      why: """
        Any user of the machine can add, replace or remove messages, or leave a lock that makes
        Asterisk lose new ones.
        """,
      remedy: "The administrator runs `chmod o-w` on these directories.",
      citations: [.isoRecords, .hipaaAuthentication]),
    FolderProblemJudgement.rule(
      "VM-724", "foreign-lock", "A lock of the other lock mode", .low, .foreignLock,
      what: "a lock file of the mode that is not in use",
      why: """
        The lock mode was changed, or another program locks in the wrong way: the running Asterisk
        ignores such a lock, so it protects nothing.
        """,
      remedy: """
        The administrator checks which program makes it, and removes it when none is at work.
        """),
    FolderProblemJudgement.rule(
      "VM-725", "unreadable-folder", "A message folder could not be read", .medium, .unreadable,
      what: "the directory could not be listed to its end",
      why: "Messages may lie there that no number in this report counts.",
      remedy: "\(Wording.lettingIn).",
      citations: [.hipaaAudit, .isoRecords]),
  ]
}

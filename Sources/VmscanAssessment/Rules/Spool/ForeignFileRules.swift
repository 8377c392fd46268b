import VmscanModel

/// Files, numbers and identifiers that Asterisk does not make.
enum ForeignFileRules {
  static let rules: [Rule] = [
    MessageProblemJudgement.rule(
      "VM-708", "irregular-file", "Message files that are links or devices", .medium,
      [.symbolicLink, .irregularFile], what: "a file is a symbolic link or no regular file",
      why: """
        Asterisk makes regular files only. A link shows or overwrites a file elsewhere; this
        program follows none.
        """,
      remedy: "The administrator finds out who made them and replaces them by the files meant.",
      citations: [.isoRecords, .nistSanitization]),
    MessageProblemJudgement.rule(
      "VM-709", "hard-linked-file", "Message files with a second name", .low, .hardLinked,
      what: "a file has more than one name",
      why: """
        A second name keeps the content after the message was removed: a backup by hard links, or
        an Asterisk built to share envelopes between copies.
        """,
      remedy: "The administrator finds the other names with `find -samefile`.",
      citations: [.hipaaDisposal, .nistSanitization, .cisDisposal]),
    MessageProblemJudgement.rule(
      "VM-710", "mixed-owners", "Message files of different owners", .medium, .mixedOwners,
      what: "the files belong to different users, or to another one than the mailbox",
      why: """
        Another program than Asterisk wrote here. Asterisk may be unable to move or delete its part
        of the message, and goes on as if it had.
        """,
      remedy: "The administrator gives all files to Asterisk's user with chown.",
      citations: [.isoRecords]),
    MessageProblemJudgement.rule(
      "VM-713", "unreachable-number", "Messages that no telephone can reach", .medium,
      .unreachableNumber, what: "the number is 9999 or higher",
      why: """
        Asterisk stores to number 9999 when a stray file confuses its count, and never looks there:
        the messages are kept and nobody can hear them.
        """,
      remedy: """
        The administrator removes the stray files of the folder and gives the messages free
        numbers while nobody is in the mailbox.
        """,
      citations: [.isoRecords, .gdprStorage]),
    MessageProblemJudgement.rule(
      "VM-714", "leftover-backup", "Backup copies of messages left by a forward", .medium,
      .leftoverBackup, what: "a copy made for forwarding was left behind",
      why: """
        A hang-up during a forward leaves msgNNNN-bak files. The next forward of a message with
        this number writes them over it.
        """,
      remedy: "The administrator removes the -bak files while nobody is in the mailbox.",
      citations: [.isoRecords, .hipaaDisposal, .cisDisposal]),
    MessageProblemJudgement.rule(
      "VM-715", "missing-message-id", "Messages without identifier", .informational,
      .missingMessageID, what: "the envelope has no msg_id",
      why: """
        Envelopes written before Asterisk 11, or by other programs, have none; Asterisk adds one
        when it lists the mailbox.
        """,
      remedy: "Nothing needs to be done.", citations: []),
    MessageProblemJudgement.rule(
      "VM-716", "duplicate-message-id", "Messages with the same identifier in one folder", .low,
      .duplicateMessageID, what: "another message of the folder has the same msg_id",
      why: """
        Copies keep the identifier. Removing by identifier through Asterisk takes the first of
        them, whichever was meant.
        """,
      remedy: "The administrator goes by their numbers when removing one."),
    MessageProblemJudgement.rule(
      "VM-717", "ambiguous-number", "Two files claim the same message number", .medium,
      .ambiguousNumber, what: "two names stand for the same number",
      why: """
        `msg5.txt` beside `msg0005.txt` makes Asterisk miscount, so that new messages are stored
        where nobody finds them or over each other.
        """,
      remedy: """
        The administrator moves the file with the wrong number of digits out of the folder.
        """),
  ]
}

import VmscanModel

/// Text that Asterisk refuses, drops or reads as a comment.
enum SyntaxRules {
  static let rules: [Rule] = [
    NoticeJudgement.rule(
      "VM-801", "syntax-error", "Asterisk refuses the configuration", .high, .syntaxError,
      why: """
        A reload keeps the old mailboxes in memory; after the next restart there are none, and no
        caller can leave a message.
        """,
      citations: [.cisProcess, .isoRecords]),
    NoticeJudgement.rule(
      "VM-802", "ignored-line", "Asterisk drops a line", .low, .ignoredLine,
      why: """
        The line has no `=` or no name, or a carriage return joins it to the one before; what it was
        meant to set is not set.
        """),
    NoticeJudgement.rule(
      "VM-803", "overlong-line", "Asterisk drops an overlong line", .medium, .overlongLine,
      why: "A line of 8191 bytes or more is skipped whole, mailbox and all.",
      remedy: "The administrator splits the line, for one with `+=`, and reloads voicemail."),
    NoticeJudgement.rule(
      "VM-804", "nul-byte", "A NUL byte hides the rest of a line", .low, .nulByte,
      why: "Asterisk sees the text up to the NUL byte only; editors often do not show it."),
    NoticeJudgement.rule(
      "VM-805", "missing-include", "An included file does not exist", .high, .missingInclude,
      why: """
        Asterisk refuses the whole configuration: a reload changes nothing, and after the next
        restart there are no mailboxes.
        """,
      remedy: """
        The administrator restores the file, removes the line, or writes `#tryinclude`, and
        reloads voicemail.
        """,
      citations: [.cisProcess, .isoRecords]),
    NoticeJudgement.rule(
      "VM-806", "include-too-deep", "Files include each other too deeply", .medium,
      .includeTooDeep,
      why: "Asterisk reads ten levels of includes; the mailboxes below are not loaded."),
    NoticeJudgement.rule(
      "VM-807", "unknown-directive", "A line beginning with # is no directive", .low,
      .unknownDirective,
      why: "Asterisk ignores it; a mailbox thought active, or a comment, may be behind it."),
    NoticeJudgement.rule(
      "VM-808", "missing-file", "A configuration file is missing", .high, .missingFile,
      why: """
        Without voicemail.conf all mailboxes disappear at the next reload, and callers can leave
        no message.
        """,
      remedy: "The administrator restores the file, or names the right directory to this program.",
      citations: [.cisProcess, .hipaaAudit]),
    NoticeJudgement.rule(
      "VM-809", "unclosed-block-comment", "A block comment is never closed", .high,
      .unclosedBlockComment,
      why: "Everything after `;--` is a comment, mailboxes included, up to the end of the files."),
    NoticeJudgement.rule(
      "VM-810", "stray-comment-end", "A block comment ends that never began", .high,
      .strayBlockCommentEnd,
      why: """
        After a stray `--;`, as in a name, Asterisk ignores every following line: the mailboxes
        below do not exist for it.
        """),
    NoticeJudgement.rule(
      "VM-811", "byte-order-mark", "A byte order mark hides a section header", .medium,
      .byteOrderMark,
      why: """
        Asterisk skips the mark in the first file only. Elsewhere the first section header is not
        seen and its mailboxes fall into the section before.
        """,
      remedy: "The administrator saves the file without byte order mark and reloads voicemail."),
  ]
}

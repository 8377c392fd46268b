import VmscanModel

/// Options that are not in force as written.
enum OptionRules {
  static let rules: [Rule] = [
    NoticeJudgement.rule(
      "VM-851", "comma-in-options", "Options are separated by a comma", .high, .commaInOptions,
      why: """
        Everything after the first `=` belongs to the first option: `attach=yes,delete=yes` turns
        attach off and leaves delete unset.
        """,
      remedy: "The administrator separates options by a bar, `|`, and reloads voicemail."),
    NoticeJudgement.rule(
      "VM-852", "blank-around-option", "A blank makes an option unknown", .medium,
      .blankAroundOption,
      why: """
        Names and values are not trimmed: ` delete=yes` sets nothing, and `attach=yes ` turns
        attach off.
        """),
    NoticeJudgement.rule(
      "VM-853", "unknown-option", "An option is unknown", .low, .unknownOption,
      why: "Asterisk ignores it without a word; a mistyped name leaves the default in force."),
    NoticeJudgement.rule(
      "VM-854", "malformed-option", "An option has no value", .low, .malformedOption,
      why: "Asterisk ignores an option without `=`."),
    NoticeJudgement.rule(
      "VM-855", "untrue-flag-word", "A flag has a word that Asterisk does not know", .medium,
      .untrueFlagWord,
      why: """
        Only yes, true, y, t, 1 and on mean yes; anything else, such as `enabled`, means no.
        """),
    NoticeJudgement.rule(
      "VM-856", "delete-in-general", "delete in [general] has no effect", .medium,
      .deleteInGeneral,
      why: "It is an option of single mailboxes only; messages thought deleted are all kept.",
      remedy: """
        The administrator removes the line, and sets delete=yes on mailboxes where it is meant;
        `vmscan delete-after-email` checks that it is safe.
        """,
      citations: [.cisProcess, .gdprStorage]),
    NoticeJudgement.rule(
      "VM-857", "shadowed-general-option", "An option in [general] is set twice", .low,
      .shadowedGeneralOption,
      why: "The last one counts from Asterisk 23 on, the first one before."),
    NoticeJudgement.rule(
      "VM-858", "greetings-only", "A mailbox stores no messages", .low, .greetingsOnlyMailbox,
      why: "maxmsg is 0: callers hear the greeting and cannot leave a message.",
      remedy: "The administrator sets maxmsg above 0 where messages are wanted.",
      citations: [.syscRecords]),
    NoticeJudgement.rule(
      "VM-859", "invalid-maxmsg", "maxmsg is no usable number", .medium, .invalidMaxMessages,
      why: """
        A word counts as 0, so the mailbox stores nothing; a negative number becomes 100, one above
        9999 becomes 9999.
        """,
      citations: [.cisProcess, .syscRecords]),
    NoticeJudgement.rule(
      "VM-860", "unknown-format", "A recording format is unknown", .medium, .unknownFormat,
      why: "Asterisk drops it; the first known format is the one that is mailed."),
    NoticeJudgement.rule(
      "VM-861", "attachment-format-not-recorded", "The attachment's format is not recorded",
      .medium, .attachFormatNotRecorded,
      why: """
        Asterisk mails the first recorded format instead. Only a name that is a part of a recorded
        one, such as `wav` of `wav49`, is taken: without sox the attachment is then empty.
        """,
      remedy: "The administrator sets attachfmt to one of the formats in `format`."),
  ]
}

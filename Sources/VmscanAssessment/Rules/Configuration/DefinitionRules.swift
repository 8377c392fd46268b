import VmscanModel

/// Lines and sections that define another mailbox than the reader believes, or none.
enum DefinitionRules {
  static let rules: [Rule] = [
    NoticeJudgement.rule(
      "VM-821", "duplicate-mailbox", "A mailbox is defined twice", .medium, .duplicateMailbox,
      why: """
        The first definition counts, whatever stands later; a change made in the other line never
        takes effect.
        """),
    NoticeJudgement.rule(
      "VM-822", "duplicate-across-contexts", "A mailbox is hidden by one of another context",
      .medium, .duplicateAcrossContexts,
      why: """
        With searchcontexts on, Asterisk ignores a number that an earlier context already has, so
        this mailbox does not exist.
        """),
    NoticeJudgement.rule(
      "VM-823", "second-general", "A second [general] section is ignored", .medium, .secondGeneral,
      why: "Only the first [general] counts; what the second sets stays at its default.",
      remedy: "The administrator joins the two, or writes `[general](+)`, and reloads voicemail."),
    NoticeJudgement.rule(
      "VM-824", "case-variant-context", "Two contexts differ by case only", .low,
      .caseVariantContext,
      why: """
        Asterisk finds mailboxes without regard to case but makes directories as spelled, so one
        context has two trees.
        """),
    NoticeJudgement.rule(
      "VM-825", "mailbox-in-zonemessages", "A mailbox stands in [zonemessages]", .medium,
      .mailboxInZoneMessages,
      why: "Every line there is a time zone, so the mailbox does not exist."),
    NoticeJudgement.rule(
      "VM-826", "aliases-as-mailboxes", "Aliases are read as mailboxes", .medium,
      .aliasesReadAsMailboxes,
      why: """
        Without aliasescontext in [general] the section is a context, and each alias is a mailbox
        whose PIN is the text after the arrow.
        """,
      remedy: "The administrator sets aliasescontext in [general] and reloads voicemail.",
      citations: [.cisProcess, .nistVerifiers]),
    NoticeJudgement.rule(
      "VM-827", "option-as-mailbox", "An option is read as a mailbox", .medium,
      .optionReadAsMailbox,
      why: """
        An option in a context section sets nothing; it is a mailbox named like the option, with
        the value as its PIN.
        """,
      remedy: "The administrator moves the option to [general] or to the mailbox's line.",
      citations: [.cisProcess, .nistVerifiers]),
    NoticeJudgement.rule(
      "VM-828", "unsafe-name", "A context or mailbox name cannot be a directory", .medium,
      .unsafeName,
      why: """
        A slash or dots in the name make Asterisk store elsewhere than in the spool; this program
        builds no path from such a name.
        """),
    NoticeJudgement.rule(
      "VM-829", "ignored-mailbox-name", "Asterisk ignores a mailbox because of its name", .low,
      .ignoredMailboxName, why: "A name that begins with a star is skipped with a warning."),
    NoticeJudgement.rule(
      "VM-830", "template-override-ignored", "A line does not override its template", .medium,
      .templateOverrideIgnored,
      why: """
        The template's lines come first and the first definition counts, so the line in the section
        that uses it has no effect.
        """),
    NoticeJudgement.rule(
      "VM-834", "missing-arrow", "A mailbox line has no arrow", .high, .missingArrow,
      why: """
        Asterisk takes everything before the first = for the mailbox's name, so nobody has the
        mailbox that was meant, and its PIN is shown wherever Asterisk shows the name.
        """,
      remedy: """
        The administrator puts => behind the number, reloads voicemail, and gives the owner a new
        PIN.
        """,
      citations: [.cisProcess, .nistVerifiers]),
    NoticeJudgement.rule(
      "VM-831", "old-syntax", "A line is in a syntax of long ago", .high, .oldSyntax,
      why: "Fields separated by bars are one field to Asterisk: the whole line is the PIN.",
      citations: [.cisProcess, .nistVerifiers]),
    NoticeJudgement.rule(
      "VM-832", "users-conf", "Mailboxes come from users.conf", .informational, .usersConf,
      why: """
        Up to Asterisk 22 they are loaded first and win over voicemail.conf; from 23 on they do not
        exist.
        """,
      remedy: "The administrator moves them to voicemail.conf before an update."),
    NoticeJudgement.rule(
      "VM-833", "alias-hides-mailbox", "An alias has the name of a mailbox", .low,
      .aliasHidesMailbox,
      why: """
        Lights and message counts asked for under that name are those of the alias's target, so the
        owner gets no notice of new messages.
        """,
      remedy: "The administrator renames the alias or removes it, and reloads voicemail."),
  ]
}

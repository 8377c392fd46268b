import VmscanModel

/// The rules on problems of single messages: one finding per mailbox with a count and an example.
enum MessageProblemJudgement {
  /// A rule that any one of the problems triggers; `what` continues `3 messages: `.
  static func rule(
    _ id: String, _ name: String, _ title: String, _ severity: Severity,
    _ problems: MessageProblems, what: Sentence, why: String, remedy: Sentence,
    citations: [Citation] = [.isoRecords]
  ) -> Rule {
    var rule = Rule(
      id, name, title, severity, why: why, remedy: remedy, citations: citations,
      examples: examples(problems),
      logic: .directory { view, _ in judge(view, problems, what: what) })
    rule.messageProblems = problems
    return rule
  }

  private static func judge(
    _ view: DirectoryView, _ problems: MessageProblems, what: Sentence
  ) -> Detection? {
    let found = view.facts.problems.filter { !$0.problem.isDisjoint(with: problems) }
    guard let first = found.first else { return nil }
    let count = found.reduce(0) { $0 + $1.count }
    return Detection(
      view.subject, message: "\(count, "message"): \(what).",
      evidence: [view.path(first.folder.name, Wording.message(first.number))])
  }

  private static func examples(_ problems: MessageProblems) -> [RuleExample] {
    MessageProblems.named.filter { problems.contains($0.problem) }.map { named in
      .triggers("two messages with the problem `\(named.name)`") {
        $0.pair { $0.add(2, problems: named.problem) }
      }
    } + [.passes("two messages in order") { $0.pair { $0.add(2) } }]
  }
}

/// Envelopes and audio that do not belong together, or that cannot be read.
enum UnpairedMessageRules {
  static let rules: [Rule] = [
    MessageProblemJudgement.rule(
      "VM-701", "envelope-without-audio", "Messages without a recording", .medium,
      .envelopeWithoutAudio, what: "the envelope is there, the audio is not",
      why: """
        Asterisk counts and lists them, nobody can hear them, and they stop Asterisk from tidying
        the messages after them.
        """,
      remedy: """
        The administrator looks for the audio in a backup, or removes the envelopes while nobody is
        in the mailbox.
        """),
    MessageProblemJudgement.rule(
      "VM-702", "audio-without-envelope", "Recordings without an envelope", .medium,
      .audioWithoutEnvelope, what: "the audio is there, the envelope is not",
      why: """
        No count shows them and no menu explains them; they take a number, hide the last message of
        the folder, and may end up beside another caller's envelope.
        """,
      remedy: """
        The administrator listens to or exports them, then removes the audio while nobody is in the
        mailbox.
        """,
      citations: [.isoRecords, .gdprStorage, .hipaaDisposal, .pciAudio, .cisDisposal]),
    MessageProblemJudgement.rule(
      "VM-703", "empty-audio", "Recordings of zero bytes", .medium, .emptyAudio,
      what: "an audio file is empty",
      why: """
        The disk was full or the recording was cut off: the caller's words are gone, at least in
        this format.
        """,
      remedy: """
        The administrator checks the disk's free space and whether another format of the message
        can be heard.
        """),
    MessageProblemJudgement.rule(
      "VM-704", "unreadable-envelope", "Envelopes that could not be read", .medium,
      .unreadableEnvelope, what: "the envelope could not be read",
      why: "Nothing is known of these messages, neither age nor sender; they are never removed.",
      remedy: "\(Wording.lettingIn).",
      citations: [.hipaaAudit, .isoRecords]),
    MessageProblemJudgement.rule(
      "VM-705", "damaged-envelope", "Envelopes without usable content", .medium,
      .damagedEnvelope, what: "the envelope holds no usable field",
      why: """
        Asterisk cannot play a message whose envelope it cannot read; a full disk or a copying
        program usually is the cause.
        """,
      remedy: "The administrator restores the envelopes from a backup, or exports the audio."),
    MessageProblemJudgement.rule(
      "VM-706", "unknown-age", "Messages whose age cannot be known", .medium,
      [.missingOrigtime, .futureOrigtime], what: "the time is missing, impossible or in the future",
      why: """
        Age is counted from the envelope's origtime alone. Without a possible one no policy can
        decide, so the message is kept and never removed by age.
        """,
      remedy: """
        The administrator checks the clock of the machine, and decides about these messages one by
        one with `vmscan messages`.
        """,
      citations: [.gdprStorage, .nistRetention, .isoRecords]),
    MessageProblemJudgement.rule(
      "VM-707", "hidden-fields", "Envelopes that hide fields from Asterisk", .medium,
      .hiddenFields, what: "the caller's name hides the fields after it",
      why: """
        A caller name with `;--` opens a comment, so Asterisk sees neither date nor length, and the
        next listing through Asterisk writes the loss into the file.
        """,
      remedy: """
        The administrator copies the envelopes away before any `voicemail show mailbox`, and
        filters caller names in the dialplan.
        """),
  ]
}

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

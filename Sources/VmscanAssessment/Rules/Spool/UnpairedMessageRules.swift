import VmscanModel

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

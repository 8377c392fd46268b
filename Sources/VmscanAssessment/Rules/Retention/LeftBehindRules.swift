import VmscanModel

extension Rule {
  static let leftoverRecordings = Rule(
    "VM-408", "leftover-recordings", "Recordings were left behind in tmp", .medium,
    why: """
      A recording that was cut off by a crash stays in the mailbox's tmp directory forever. It
      is audio that no telephone menu and no count shows.
      """,
    remedy: """
      The administrator listens to or exports what may matter, and removes the files while no call
      is recorded in the mailbox.
      """,
    citations: [.gdprStorage, .hipaaDisposal, .pciAudio, .cisDisposal, .isoDeletion],
    examples: [
      .triggers("a file of last week in tmp") {
        $0.pair {
          $0.temporaryFiles = [
            StrayFile(path: "tmp/aB3dE9.wav", bytes: 24_684, modified: Scenario.now - .days(7))
          ]
        }
      },
      .passes("a recording in progress") {
        $0.pair {
          $0.temporaryFiles = [
            StrayFile(path: "tmp/aB3dE9.wav", bytes: 24_684, modified: Scenario.now)
          ]
        }
      },
    ],
    logic: .directory { view, _ in
      let files = view.facts.leftoverRecordings
      guard !files.isEmpty else { return nil }
      let bytes = files.reduce(ByteCount.zero) { $0 + ByteCount($1.bytes) }
      return Detection(
        view.subject,
        message: "\(files.count, "file") (\(bytes)) in tmp for more than a day.",
        evidence: files.prefix(3).map { view.path($0.path.description) })
    })
}

extension Rule {
  static let orphanedMailbox = Rule(
    "VM-407", "orphaned-mailbox", "A directory without mailbox still holds voicemail", .medium,
    varies: """
      Low when it holds greetings only, or when mailboxes may be configured where this program
      cannot read.
      """,
    why: """
      The mailbox was removed from the configuration and its directory stayed. Nobody can hear,
      delete or answer for what lies there.
      """,
    remedy: """
      The administrator asks who answers for the former owner, exports what is to be kept, and
      removes the rest with `vmscan purge --orphaned`.
      """,
    citations: [
      .gdprStorage, .hipaaDisposal, .nistSanitization, .nistDormant, .cisDisposal, .isoDeletion,
    ],
    examples: [
      .triggers("a directory with messages and no mailbox") { $0.directory("1999") { $0.add(2) } },
      .triggers("a directory with greetings only", .low) { $0.directory("1999") },
      .triggers("messages, but mailboxes may live in a database", .low) {
        $0.notice(.realtimeMailboxes)
        $0.directory("1999") { $0.add(2) }
      },
      .passes("the mailbox is configured, spelled otherwise") {
        $0.mailbox("Bob")
        $0.directory("bob") { $0.add(2) }
      },
      .passes("an empty directory") { $0.directory("1999") { $0.forgetOwner() } },
    ],
    logic: .directory { view, context in
      guard view.mailbox == nil else { return nil }
      let holdsAudio = view.facts.totals.messages > 0 || view.facts.looseAudio > .zero
      guard holdsAudio || !view.facts.greetings.isEmpty else { return nil }
      let unsure = context.configurationIsIncomplete
      let what: Sentence =
        unsure
        ? "No mailbox that could be read belongs to this directory"
        : "No mailbox is configured for this directory"
      let held: Sentence = holdsAudio ? "\(view.facts.totals)" : "recorded greetings"
      return Detection(
        view.subject, severity: holdsAudio && !unsure ? .medium : .low,
        message: "\(what), which holds \(held).",
        evidence: [view.path()])
    })
}

extension Rule {
  static let outsideSpool = Rule(
    "VM-409", "outside-spool", "Voicemail lies outside the spool", .medium,
    why: """
      Asterisk writes each mail, audio included, to the temporary directory before it starts the
      mail command. A command that hangs leaves the file there, often readable by everybody.
      """,
    remedy: """
      The administrator finds out why the mail command hung, sends or removes the files, and sees
      to it that the directory is emptied at boot.
      """,
    citations: [.gdprStorage, .hipaaDisposal, .pciAudio, .cisDisposal, .isoDeletion],
    examples: [
      .triggers("a mail file of last week in /tmp") {
        $0.outsideSpool = [
          StrayFile(path: "/tmp/astmail-aB3dE9", bytes: 40_000, modified: Scenario.now - .days(7))
        ]
      },
      .passes("nothing is left there") { _ in },
    ],
    logic: .system { context in
      let files = context.input.outsideSpool
      guard !files.isEmpty else { return [] }
      let bytes = files.reduce(ByteCount.zero) { $0 + ByteCount($1.bytes) }
      return [
        Detection(
          .system,
          message: "\(files.count, "mail file") (\(bytes)) with voicemail outside the spool.",
          evidence: files.map(\.path).sorted().prefix(5).map { Place($0) })
      ]
    })
}

import VmscanModel

/// The rules on problems of whole folders: one finding per mailbox that names the folders.
enum FolderProblemJudgement {
  /// A rule on some problems; `what` continues the list of folders that have one.
  static func rule(
    _ id: String, _ name: String, _ title: String, _ severity: Severity,
    _ problems: FolderProblems, what: Sentence, why: String, remedy: Sentence,
    citations: [Citation] = [.isoRecords]
  ) -> Rule {
    var rule = Rule(
      id, name, title, severity, why: why, remedy: remedy, citations: citations,
      examples: [
        .triggers("the folder INBOX has the problem") {
          $0.pair { $0.folder(.inbox) { $0.problems = problems } }
        },
        .passes("the folder INBOX is in order") { $0.pair { $0.folder(.inbox) { _ in } } },
      ],
      logic: .directory { view, _ in
        let notes = notes(view, problems)
        guard !notes.isEmpty else { return nil }
        return Detection(
          view.subject, message: "\(names(notes)): \(what).", evidence: places(view, notes))
      })
    rule.folderProblems = problems
    return rule
  }

  static func notes(_ view: DirectoryView, _ problems: FolderProblems) -> [FolderProblemNote] {
    view.facts.folderProblems.filter { !$0.problems.isDisjoint(with: problems) }
  }

  static func names(_ notes: [FolderProblemNote]) -> Sentence {
    "\(notes.map { .word($0.folder.name) })"
  }

  static func places(_ view: DirectoryView, _ notes: [FolderProblemNote]) -> [Place] {
    notes.map { view.path($0.folder.name) }
  }
}

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

extension Rule {
  static let numberGap: Rule = {
    var rule = Rule(
      "VM-721", "number-gap", "Message numbers have a gap", .low,
      varies: """
        High where new messages overwrite each other: before Asterisk 18.21, 20.6 and 21.1, once a
        number has reached maxmsg - 1.
        """,
      why: """
        A program removed messages without renumbering the rest. Asterisk closes the gap only when
        the owner calls in; until then copies may be refused as if the mailbox were full.
        """,
      remedy: """
        The owner calls in once, or the administrator renumbers the folder while nobody is in the
        mailbox; `vmscan purge` leaves no gap.
        """,
      citations: [.isoRecords, .preservation],
      examples: [
        .triggers("a gap, Asterisk 22") { $0.pair { $0.folder(.inbox) { $0.gap(highest: 120) } } },
        .triggers("a gap below number 99 where maxmsg is 100, Asterisk 16", .high) {
          $0.configuration.asterisk.version = AsteriskVersion(16, 28, 0)
          $0.pair { $0.folder(.inbox) { $0.gap(highest: 99) } }
        },
        .triggers("a gap among low numbers, Asterisk 16") {
          $0.configuration.asterisk.version = AsteriskVersion(16, 28, 0)
          $0.pair { $0.folder(.inbox) { $0.gap(highest: 98) } }
        },
        .passes("no gap") { $0.pair { $0.add(3) } },
      ],
      logic: .directory(judge))
    rule.folderProblems = .gap
    return rule
  }()

  private static func judge(_ view: DirectoryView, _ context: AssessmentContext) -> Detection? {
    let notes = FolderProblemJudgement.notes(view, .gap)
    guard !notes.isEmpty else { return nil }
    let limit =
      view.mailbox?.maxMessages.value ?? context.input.configuration.defaults.maxMessages.value
    let losing = notes.filter {
      $0.folder != .deleted && context.asterisk.overwritesAfterGaps
        && Int($0.highestNumber) >= limit - 1
    }
    guard losing.isEmpty else {
      return Detection(
        view.subject, severity: .high,
        message: """
          \(FolderProblemJudgement.names(losing)): a gap below number \(limit - 1); this release \
          stores every new message over the one before.
          """,
        evidence: FolderProblemJudgement.places(view, losing))
    }
    return Detection(
      view.subject, message: "\(FolderProblemJudgement.names(notes)): numbers are missing.",
      evidence: FolderProblemJudgement.places(view, notes))
  }
}

extension SpoolFolder {
  fileprivate mutating func gap(highest: Int32) {
    problems = .gap
    highestNumber = highest
  }
}

extension Rule {
  static let staleLock: Rule = {
    var rule = Rule(
      "VM-723", "stale-lock", "A stale lock makes Asterisk lose messages", .medium,
      varies: "Low under lockmode flock, where a leftover that nobody holds is harmless.",
      why: """
        Asterisk never removes a lock it did not make. While this one lies there, every new message
        for the folder is recorded and then thrown away, and the owner cannot call in.
        """,
      remedy: """
        The administrator makes sure that no program is at work in the folder, and removes the file
        `.lock` there.
        """,
      citations: [.isoRecords, .preservation, .syscRecords],
      examples: [
        .triggers("`.lock` has been there for an hour") {
          $0.pair { $0.folder(.inbox) { $0.staleLock() } }
        },
        .triggers("the same under lockmode flock", .low) {
          $0.configuration.asterisk.lockMode = Setting(.flock)
          $0.pair { $0.folder(.inbox) { $0.staleLock() } }
        },
        .passes("a lock of this moment") {
          $0.pair { $0.folder(.inbox) { $0.lock = .lockFile(age: 0) } }
        },
      ],
      logic: .directory { view, context in
        let notes = FolderProblemJudgement.notes(view, .staleLock)
        guard !notes.isEmpty else { return nil }
        let harmless = context.asterisk.lockMode.value == .flock
        let age: Sentence =
          notes.compactMap(\.lockAge).max().map { " for \(Age(seconds: $0))" } ?? ""
        let effect: Sentence = harmless ? "." : "; every new message is lost."
        return Detection(
          view.subject, severity: harmless ? .low : .medium,
          message:
            "\(FolderProblemJudgement.names(notes)): a lock file has been there\(age)\(effect)",
          evidence: FolderProblemJudgement.places(view, notes))
      })
    rule.folderProblems = .staleLock
    return rule
  }()
}

extension SpoolFolder {
  fileprivate mutating func staleLock() {
    problems = .staleLock
    lock = .lockFile(age: 3600)
  }
}

extension Rule {
  static let spelledDifferently = Rule(
    "VM-727", "spelled-differently", "A mailbox's directory is not spelled as configured", .medium,
    why: """
      Asterisk stores under the name as dialled and counts, mails and deletes under the name as
      configured, so messages in the other directory are not seen, and the wrong ones are mailed.
      """,
    remedy: """
      The administrator moves the messages to the configured spelling, under new numbers, and has
      the dialplan dial that spelling.
      """,
    citations: [.isoRecords, .hipaaTransmission],
    examples: [
      .triggers("mailbox `Bob` with directories `Bob` and `bob`") {
        $0.mailbox("Bob")
        $0.directory("Bob")
        $0.directory("bob") { $0.add() }
      },
      .passes("one directory, spelled as configured") { $0.pair("Bob") },
    ],
    logic: .directory { view, _ in
      guard let mailbox = view.mailbox, mailbox.id != view.facts.id else { return nil }
      return Detection(
        view.subject,
        message:
          "The mailbox is configured as \(mailbox.id); this directory holds \(view.facts.totals).",
        evidence: [view.path(), Place(mailbox.origin)])
    })
}

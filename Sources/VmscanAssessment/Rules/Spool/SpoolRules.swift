import VmscanModel

extension Rule {
  static let worldReadableSpool: Rule = {
    var rule = Rule(
      "VM-711", "world-readable-spool", "Recordings are readable by everybody on the machine",
      .low,
      why: """
        Asterisk writes audio with mode 644 under the usual umask. Unless a directory above keeps
        them out, every user and program of the machine can listen.
        """,
      remedy: """
        The administrator runs `chmod o-rx` on the spool directory, and starts Asterisk with umask
        027.
        """,
      citations: [.hipaaAuthentication, .nistVoice, .isoRecords],
      examples: [
        .triggers("audio with mode 644 in two mailboxes") {
          $0.pair("1001") { $0.add(2, problems: .worldReadableAudio) }
          $0.pair("1002") { $0.add(2, problems: .worldReadableAudio) }
        },
        .triggers("a folder with mode 755") {
          $0.pair { $0.folder(.inbox) { $0.problems = .worldReadable } }
        },
        .passes("audio with mode 640") { $0.pair { $0.add(2) } },
      ],
      logic: .system(judge))
    rule.messageProblems = .worldReadableAudio
    rule.folderProblems = [.worldReadable, .openRecordings]
    return rule
  }()

  private static func judge(_ context: AssessmentContext) -> [Detection] {
    let open = context.notes.open
    guard open.count > 0 else { return [] }
    return [
      Detection(
        .system,
        message: context.notes.withOpenRecordings == 0
          ? "Folders of \(open.count, "mailbox") can be read by everybody who can enter the spool."
          : """
          Folders or recordings of \(open.count, "mailbox") can be read by everybody who can enter \
          the spool; recordings in \(context.notes.withOpenRecordings) of them.
          """,
        evidence: open.first.map { $0.place() })
    ]
  }
}

extension Rule {
  static let strayNames: Rule = {
    var rule = Rule(
      "VM-722", "stray-names", "Stray files make Asterisk misplace new messages", .high,
      why: """
        Asterisk takes names such as `msg0001.txt.bak` for messages. The next message is then
        stored as number 9999, where nobody finds it, or over an earlier one.
        """,
      remedy: "The administrator moves these files out of the message folders at once.",
      citations: [.isoRecords, .preservation],
      examples: [
        .triggers("`msg0001.txt.bak` in INBOX") {
          $0.pair {
            $0.folder(.inbox) {
              $0.problems = .strayNames
              $0.strayNames = ["msg0001.txt.bak"]
            }
          }
        },
        .passes("messages only") { $0.pair { $0.add(3) } },
      ],
      logic: .directory { view, _ in
        let notes = FolderProblemJudgement.notes(view, .strayNames)
        guard !notes.isEmpty else { return nil }
        let names = notes.flatMap(\.strayNames)
        let what: Sentence =
          names.isEmpty ? "stray files" : "\(names.map { .text($0) }, quoted: true)"
        return Detection(
          view.subject,
          message: "\(FolderProblemJudgement.names(notes)): Asterisk takes \(what) for messages.",
          evidence: FolderProblemJudgement.places(view, notes))
      })
    rule.folderProblems = .strayNames
    return rule
  }()
}

extension Rule {
  static let unknownEntries = Rule(
    "VM-726", "unknown-entries", "A mailbox directory holds entries that Asterisk does not make",
    .low,
    why: """
      Backups, exports and moved folders in a mailbox directory may hold recordings that no count
      shows and no policy reaches.
      """,
    remedy: "The administrator looks at them and moves or removes them.",
    citations: [.gdprStorage, .hipaaDisposal, .cisDisposal],
    examples: [
      .triggers("a directory `INBOX.old`") { $0.pair { $0.unknownEntries = ["INBOX.old"] } },
      .passes("folders and greetings only") { $0.pair { $0.add() } },
      .passes("a directory `6` below 1001 where a mailbox is configured as `1001/6`") {
        $0.mailbox("1001/6", name: "Bob Example", email: "bob@example.com")
        $0.pair { $0.unknownEntries = ["6"] }
      },
    ],
    logic: .directory { view, context in
      let entries = view.facts.unknownEntries.filter {
        !context.isMailbox($0, in: view.facts.id)
      }
      guard !entries.isEmpty else { return nil }
      return Detection(
        view.subject,
        message: "Not made by Asterisk: \(entries.map { .text($0) }, quoted: true).",
        evidence: [view.path()])
    })
}

extension Rule {
  static let mailboxFull = Rule(
    "VM-730", "mailbox-full", "A mailbox is full and turns callers away", .high,
    why: "Asterisk stores nothing more once INBOX holds maxmsg messages.",
    remedy: """
      The owner deletes messages, or the administrator purges those already mailed or raises maxmsg
      in voicemail.conf.
      """,
    citations: [.isoRecords, .syscRecords],
    examples: [
      .triggers("five messages where maxmsg is 5") {
        $0.mailbox { $0.maxMessages = Setting(5) }
        $0.directory { $0.add(5) }
      },
      .passes("four messages where maxmsg is 5") {
        $0.mailbox { $0.maxMessages = Setting(5) }
        $0.directory { $0.add(4) }
      },
      .passes("urgent messages do not fill INBOX") {
        $0.mailbox { $0.maxMessages = Setting(5) }
        $0.directory {
          $0.add(4)
          $0.add(4, in: .urgent)
        }
      },
    ],
    logic: .directory { view, _ in
      guard let limit = view.mailbox?.maxMessages, limit.value > 0 else { return nil }
      let inbox = view.facts.inboxFill
      guard inbox >= limit.value else { return nil }
      return Detection(
        view.subject,
        message: "INBOX holds \(inbox, "message"), and maxmsg is \(limit.value).",
        evidence: [view.path(Folder.inbox.name)] + (limit.origin.map { [Place($0)] } ?? []))
    })
}

extension Rule {
  static let oldFull = Rule(
    "VM-731", "old-full", "Heard messages can no longer be moved to Old", .low,
    why: """
      Asterisk refuses to move a message to Old once the folder holds maxmsg messages, so heard
      ones stay in INBOX and fill it.
      """,
    remedy: """
      The owner deletes messages in Old, or the administrator purges old ones with
      `vmscan purge --folder Old`.
      """,
    citations: [.isoRecords],
    examples: [
      .triggers("five messages in Old where maxmsg is 5") {
        $0.mailbox { $0.maxMessages = Setting(5) }
        $0.directory { $0.add(5, in: .old) }
      },
      .passes("four messages in Old where maxmsg is 5") {
        $0.mailbox { $0.maxMessages = Setting(5) }
        $0.directory { $0.add(4, in: .old) }
      },
    ],
    logic: .directory { view, _ in
      guard let limit = view.mailbox?.maxMessages.value, limit > 0,
        view.facts.oldFill >= limit
      else { return nil }
      return Detection(
        view.subject,
        message:
          "The numbers in Old are used up to \(view.facts.oldFill - 1), and maxmsg is \(limit).",
        evidence: [view.path(Folder.old.name)])
    })
}

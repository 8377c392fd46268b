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
    rule.folderProblems = .worldReadable
    return rule
  }()

  private static func judge(_ context: AssessmentContext) -> [Detection] {
    let open = context.notes.open
    guard open.count > 0 else { return [] }
    return [
      Detection(
        .system,
        message: context.notes.openMessages == 0
          ? "Folders of \(open.count, "mailbox") can be read by everybody who can enter the spool."
          : """
          Folders or recordings of \(open.count, "mailbox"), with \
          \(context.notes.openMessages, "message"), can be read by everybody who can enter the \
          spool.
          """,
        evidence: open.first.map { $0.place() })
    ]
  }
}

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
    let open = context.directories.filter { view in
      view.facts.problems.contains { $0.problem == .worldReadableAudio }
        || view.facts.folderProblems.contains { $0.problems.contains(.worldReadable) }
    }
    guard !open.isEmpty else { return [] }
    let files = open.flatMap(\.facts.problems).filter { $0.problem == .worldReadableAudio }
      .reduce(0) { $0 + $1.count }
    return [
      Detection(
        .system,
        message: (files == 0
          ? "Folders of \(Wording.count(open.count, "mailbox"))"
          : "Folders or recordings of \(Wording.count(open.count, "mailbox")), "
            + "\(Wording.count(files, "message")) among them,")
          + " can be read by everybody who can enter the spool.",
        evidence: open.prefix(3).map { $0.path() })
    ]
  }
}

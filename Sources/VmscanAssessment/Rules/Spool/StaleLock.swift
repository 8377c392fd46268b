import VmscanModel

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

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

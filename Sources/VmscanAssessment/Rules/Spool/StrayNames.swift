import VmscanModel

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

import VmscanModel

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

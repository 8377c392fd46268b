import VmscanModel

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

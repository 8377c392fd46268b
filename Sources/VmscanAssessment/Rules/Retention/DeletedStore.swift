import VmscanModel

extension Rule {
  static let deletedStore = Rule(
    "VM-406", "deleted-store", "Messages that the owner deleted are kept", .low,
    varies: "Medium when backupdeleted is off, so that nothing ever pushes them out.",
    why: """
      With backupdeleted Asterisk moves a deleted message to the folder Deleted, where no telephone
      menu leads. Turning it off does not empty the folder.
      """,
    remedy: """
      The administrator empties it with `vmscan purge --folder Deleted`, and sets backupdeleted in
      voicemail.conf to what the policy wants.
      """,
    citations: [
      .gdprStorage, .hipaaDisposal, .pciAudio, .stagedSchedule, .cisDisposal, .isoDeletion,
    ],
    examples: [
      .triggers("two messages in Deleted while `backupdeleted=10`") {
        $0.mailbox { $0.backupDeleted = Setting(10) }
        $0.directory { $0.add(2, in: .deleted) }
      },
      .triggers("two messages in Deleted while backupdeleted is off", .medium) {
        $0.pair { $0.add(2, in: .deleted) }
      },
      .passes("Deleted is empty") { $0.pair { $0.add(2, in: .old) } },
    ],
    logic: .directory { view, _ in
      guard let folder = view.folder(.deleted), let mailbox = view.mailbox else { return nil }
      let off = mailbox.backupDeleted.value == 0
      return Detection(
        view.subject, severity: off ? .medium : .low,
        message: off
          ? "\(folder.totals) in Deleted, although backupdeleted is off."
          : "\(folder.totals) in Deleted, kept by backupdeleted.",
        evidence: [view.path(Folder.deleted.name)]
          + (mailbox.backupDeleted.origin.map { [Place($0)] } ?? []))
    })
}

import VmscanModel

/// Messages beyond the policy, one rule per class of folder, all by one judgement.
enum OverAge {
  static let rules: [Rule] = [
    rule("VM-401", "over-age-unheard", "unheard messages", [.inbox, .urgent]),
    rule("VM-402", "over-age-heard", "messages in Old", [.old]),
    rule(
      "VM-403", "over-age-saved", "saved messages",
      [.work, .family, .friends, .cust1, .cust2, .cust3, .cust4, .cust5]),
    rule("VM-404", "over-age-deleted", "messages in Deleted", [.deleted]),
  ]

  private static func rule(
    _ id: String, _ name: String, _ what: String, _ folders: [Folder]
  ) -> Rule {
    let folder = folders[0]
    return Rule(
      id, name, "Older than the policy allows: \(what)", .medium,
      why: """
        The site's policy limits how long these messages stay. Age is counted from the start of the
        recording given in the envelope, never from file times.
        """,
      remedy: """
        The administrator reviews them with `vmscan messages` and removes them with
        `vmscan purge`, or changes the policy in the settings; holds are respected.
        """,
      citations: [
        .gdprStorage, .cnilRecordings, .pciAudio, .nistRetention, .stagedSchedule, .cisRetention,
        .isoDeletion,
      ],
      examples: [
        .triggers("a message of 500 days in \(folder)") {
          $0.pair { $0.add(in: folder, age: .days(500)) }
        },
        .passes("a message of a week in \(folder)") {
          $0.pair { $0.add(in: folder, age: .days(7)) }
        },
        .passes("the policy sets no limit") {
          $0.settings.retention = RetentionPolicy()
          $0.pair { $0.add(in: folder, age: .days(500)) }
        },
        .passes("an old message in another folder") {
          $0.pair { $0.add(in: folder == .old ? .work : .old, age: .days(500)) }
        },
      ],
      logic: .directory { view, context in judge(view, context, folders: folders) })
  }

  private static func judge(
    _ view: DirectoryView, _ context: AssessmentContext, folders: [Folder]
  ) -> Detection? {
    let over = view.facts.folders.filter {
      $0.overAge.messages > 0 && folders.contains($0.folder)
    }
    let sum = over.reduce(into: MessageTotals()) { $0 += $1.overAge }
    guard let first = over.first, let oldest = over.compactMap(\.oldest).min(),
      let limit = context.settings.retention.limit(for: first.folder)
    else { return nil }
    return Detection(
      view.subject,
      // A date, since an age would make every night's finding another one.
      message: "\(sum) older than \(limit); the oldest is from \(day: oldest).",
      evidence: over.map { view.path($0.folder.name) })
  }
}

extension Rule {
  /// From this number of messages on the finding is medium.
  static let manyRetained = 10

  static let retainedEmailed = Rule(
    "VM-405", "retained-emailed", "Messages are kept although they were e-mailed", .informational,
    varies: "Medium from \(manyRetained) messages on.",
    why: """
      Where the mail arrived, the owner has the recording already, and the copy on the telephone
      system only adds to what can be lost: a second place to search, to protect and to empty.
      """,
    remedy: """
      The administrator reviews them with `vmscan messages --emailed` and removes them with
      `vmscan purge --emailed`, narrowed by `--evidence delivered` where proof is wanted.
      """,
    citations: [
      .gdprStorage, .pciAudio, .hipaaDisposal, .nistRetention, .cisRetention, .isoDeletion,
    ],
    examples: [
      .triggers("three messages that were delivered") {
        $0.pair(grade: .delivered) { $0.add(3) }
      },
      .triggers("ten messages, by configuration and history", .medium) {
        $0.pair(grade: .inferred) { $0.add(10) }
      },
      .passes("only a notice without audio was mailed") {
        $0.pair(grade: .noticeOnly) { $0.add(3) }
      },
    ],
    logic: .directory { view, _ in
      let kept = view.facts.retainedEmailed
      guard kept.messages > 0 else { return nil }
      let proven = view.facts.grades[.delivered]?.messages ?? 0
      return Detection(
        view.subject, severity: kept.messages >= manyRetained ? .medium : .informational,
        message: proven == 0
          ? "\(kept) kept after being e-mailed, none of them with proof of delivery."
          : "\(kept) kept after being e-mailed, \(proven) of them with proof of delivery.",
        evidence: view.facts.folders.map { view.path($0.folder.name) })
    })
}

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

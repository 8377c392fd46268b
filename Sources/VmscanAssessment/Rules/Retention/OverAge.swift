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

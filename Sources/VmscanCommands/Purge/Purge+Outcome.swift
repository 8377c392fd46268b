import VmscanActions
import VmscanModel
import VmscanReports

extension Purge {
  /// The outcome in the words and numbers of the plan.
  func tell(
    _ outcome: PurgeOutcome, of plan: PlanReview, _ session: ActionSession,
    removedBefore: [String: Int]
  ) throws {
    let mailboxes =
      outcome.removed.messages == 0
      ? "" : ", in \(Wording.count(outcome.touched.count, "mailbox", "mailboxes"))"
    let skipped = outcome.skipped - removedBefore.values.reduce(0, +)
    let kept = plan.totals.excluded + skipped
    let since = skipped == 0 ? "" : " (\(Wording.number(skipped)) found changed or in use)"
    let moved = outcome.movedToDeleted
    try context.out.writeLine(
      "\nremoved: \(Wording.amount(outcome.removed))\(mailboxes); "
        + (moved.messages > 0 ? "moved to Deleted by Asterisk: \(Wording.amount(moved)); " : "")
        + "matched but kept: \(Wording.count(kept, "message", "messages"))\(since); "
        + "failed: \(Wording.number(outcome.failed)) (run \(session.identity.run))")
    for (run, count) in removedBefore.sorted(by: { $0.key < $1.key }) {
      try context.out.writeLine(
        "\(Wording.count(count, "message", "messages")) of the plan \(count == 1 ? "was" : "were") "
          + "removed before, when it was applied by run \(run)")
    }
    if command.noQuarantine, outcome.removed.messages > 0 {
      try context.out.writeLine("they were unlinked; there is no way back")
    }
    if moved.messages > 0 {
      try context.out.writeLine(
        "what is in Deleted is still kept, because backupdeleted is set; "
          + "'--folder Deleted' without '--engine asterisk' removes it")
    }
    for fault in outcome.faults { try context.err.writeLine("vmscan: fault: \(fault)") }
    guard outcome.removed.messages > 0, !command.noQuarantine, command.engine == .file else {
      return
    }
    try context.out.writeLine(
      context.hinting(
        "they wait in \(session.quarantine.path) for \(site.settings.quarantineFor); "
          + "to undo: vmscan restore --run \(session.identity.run)"))
  }
}

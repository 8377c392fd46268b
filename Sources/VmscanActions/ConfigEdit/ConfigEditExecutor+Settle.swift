import VmscanModel

extension ConfigEditExecutor {
  /// Finds out what became of edits that were interrupted, removes what they left beside and
  /// records it; what it did, one sentence each.
  package func settle() throws -> [String] {
    try store.changes().filter { $0.state == .prepared }.map(settle)
  }

  private func settle(_ interrupted: ConfigChange) throws -> String {
    var change = interrupted
    var made = 0
    for file in change.plan.files {
      let replacement = ConfigReplacement(
        file, bytes: [], change: change.id, nonce: change.plan.nonce)
      if (try? replacement.confirm()) != nil { made += 1 }
      replacement.discard()
    }
    if made == 0 {
      try recordOutcome(change.plan, change.id, "not done: interrupted")
      store.forget(change.id)
      return "the edit \(change.id) was interrupted before it changed anything"
    }
    let isWhole = made == change.plan.files.count
    change.state = .applied
    try store.save(change)
    try recordOutcome(
      change.plan, change.id, isWhole ? "done" : "done in part: interrupted")
    if isWhole { try markUndone(change.plan.reverses) }
    return isWhole
      ? "the edit \(change.id) was interrupted after it was made"
      : "the edit \(change.id) was made in \(made) of \(change.plan.files.count) files; "
        + "take it back with 'vmscan delete-after-email restore \(change.id)'"
  }
}

import VmscanModel

extension ConfigEditExecutor {
  /// Finds out what became of edits that were interrupted, removes what they left beside and
  /// records it; what it did, one sentence each.
  ///
  /// An edit of which a file cannot be read is left for the next time, with everything it kept.
  package func settle() throws -> [String] {
    try store.changes().filter { $0.state == .prepared }.map(settle)
  }

  private func settle(_ interrupted: ConfigChange) throws -> String {
    let (id, plan) = (interrupted.id, interrupted.plan)
    var made = 0
    var notes: [String] = []
    do {
      for file in plan.files {
        let replacement = ConfigReplacement(file, bytes: [], change: id, nonce: plan.nonce)
        let state = try replacement.state()
        if state == .made { made += 1 }
        if state == .other { notes.append("'\(file.target)' was written since") }
        if try !replacement.discardRemains(state) {
          notes.append(
            "another program's text of '\(file.target)' is in '\(replacement.temporary)'")
        }
      }
    } catch let error as ConfigFileError {
      return "the state of the interrupted edit \(id) could not be read: \(error); "
        + "the files as they were are in '\(store.directory)/\(id)'"
    }
    let sentence = try settle(interrupted, made: made, notes)
    return ([sentence] + notes).joined(separator: "; ")
  }

  private func settle(_ change: ConfigChange, made: Int, _ notes: [String]) throws -> String {
    let (id, plan) = (change.id, change.plan)
    if made == 0 {
      try recordOutcome(plan, id, "not done: interrupted")
      guard notes.isEmpty else {
        return "the edit \(id) is not in the files; as they were they are in "
          + "'\(store.directory)/\(id)'"
      }
      try store.forget(id)
      return "the edit \(id) was interrupted before it changed anything"
    }
    let isWhole = made == plan.files.count
    try recordOutcome(plan, id, isWhole ? "done" : "done in part: interrupted")
    if isWhole { try markUndone(plan.reverses) }
    var applied = change
    applied.state = .applied
    try store.save(applied)
    return isWhole
      ? "the edit \(id) was interrupted after it was made"
      : "the edit \(id) was made in \(made) of \(plan.files.count) files; "
        + "take it back with 'vmscan delete-after-email restore \(id)'"
  }
}

import VmscanActions
import VmscanModel
import VmscanStore

/// Adds and withdraws acceptances, each with its records in the journal of actions.
struct AcceptanceRegister {
  let store: HistoryStore
  let context: RunContext

  /// - Throws: `CommandFailure`.
  func add(_ acceptance: Acceptance) throws -> Acceptance {
    let detail = [
      "change": "add", "owner": acceptance.owner, "reason": acceptance.reason,
      "scope": acceptance.scope.words, "expires": acceptance.expires?.description ?? "never",
    ]
    return try journaled(subject: acceptance.scope.words, detail) {
      let stored = try store.addAcceptance(acceptance)
      return (stored, ["acceptance": "\(stored.id)", "outcome": "added"])
    }
  }

  /// Returns whether there was such an acceptance in the register.
  ///
  /// - Throws: `CommandFailure`.
  func remove(_ acceptance: Acceptance) throws -> Bool {
    let detail = [
      "change": "remove", "acceptance": "\(acceptance.id)", "owner": acceptance.owner,
      "scope": acceptance.scope.words,
    ]
    return try journaled(subject: acceptance.scope.words, detail) {
      let removed = try store.removeAcceptance(acceptance.id, at: context.clock())
      return (removed, ["outcome": removed ? "removed" : "was not there"])
    }
  }

  /// The intent is on disk before the change, its outcome after.
  private func journaled<Value>(
    subject: String, _ detail: [String: String],
    _ change: () throws -> (Value, [String: String])
  ) throws -> Value {
    let identity = ActionIdentity(in: context)
    return try History.failing {
      _ = try store.append(record(.intent, identity, subject, detail))
      let (value, outcome) = try change()
      _ = try store.append(
        record(.outcome, identity, subject, detail.merging(outcome) { _, new in new }))
      return value
    }
  }

  private func record(
    _ phase: ActionRecord.Phase, _ identity: ActionIdentity, _ subject: String,
    _ detail: [String: String]
  ) -> ActionRecord {
    ActionRecord(
      time: context.clock(), run: identity.run, phase: phase, kind: "accept",
      actor: identity.actor, host: identity.host, command: identity.command, subject: subject,
      detail: detail)
  }
}

import VmscanActions
import VmscanModel
import VmscanStore

/// Places and releases holds, each with a record in the journal that says who did it, for whom,
/// over what, at the clock's time.
struct HoldRegister {
  let store: HistoryStore
  let context: RunContext

  /// - Throws: `CommandFailure`.
  func add(_ hold: Hold, covering coverage: HoldCoverage) throws -> Hold {
    try History.failing {
      let added = try store.addHold(hold)
      var detail = Self.detail(of: added).merging(["change": "placed"]) { first, _ in first }
      if coverage.hindrance == nil {
        detail["messages"] = (coverage.isComplete ? "" : "at least ") + "\(coverage.messages)"
        detail["quarantined"] = "\(coverage.quarantined)"
      }
      _ = try store.append(record(added.id, detail))
      return added
    }
  }

  /// Returns whether there was such a hold in force.
  ///
  /// - Throws: `CommandFailure`.
  func release(_ id: Int64) throws -> Bool {
    try History.failing {
      let known = try store.holds().first { $0.id == id }
      guard let known, try store.releaseHold(id, by: actor, at: context.clock()) else {
        return false
      }
      _ = try store.append(
        record(id, Self.detail(of: known).merging(["change": "released"]) { first, _ in first }))
      return true
    }
  }

  private var actor: String { ActionIdentity(in: context).actor }

  /// Callers are personal and stand in no record of the journal.
  private static func detail(of hold: Hold) -> [String: String] {
    [
      "matter": hold.matter, "owner": hold.owner, "scope": hold.scope.words,
      "until": hold.until?.description ?? "released",
    ]
  }

  private func record(_ id: Int64, _ detail: [String: String]) -> ActionRecord {
    let identity = ActionIdentity(in: context)
    return ActionRecord(
      time: context.clock(), run: identity.run, phase: .note, kind: "hold", actor: identity.actor,
      host: identity.host, command: identity.command, subject: "hold \(id)", detail: detail)
  }
}

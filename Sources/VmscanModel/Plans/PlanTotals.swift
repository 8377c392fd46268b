/// Sums over a plan, for the review and for the caps.
package struct PlanTotals: Sendable, Hashable, Codable {
  package var removed = MessageTotals()
  /// By the reason's text.
  package var byReason: [String: MessageTotals] = [:]
  /// By `EmailGrade.rawValue`.
  package var byGrade: [String: MessageTotals] = [:]
  /// Messages in the mailboxes and folders that were looked at, those that stay included.
  package var considered = 0
  package var folders = 0
  package var mailboxes = 0
  /// Messages that match and are kept, each for a reason.
  package var excluded = 0

  package init() {}

  /// Adds a folder; the caller counts mailboxes and considered messages.
  package mutating func add(_ folder: PlannedFolder) {
    folders += 1
    for message in folder.messages {
      let one = MessageTotals(
        messages: 1, bytes: message.bytes, seconds: Int64(message.duration ?? 0))
      removed += one
      byReason[message.reason, default: MessageTotals()] += one
      byGrade[message.grade.rawValue, default: MessageTotals()] += one
    }
  }

  /// Share of the considered messages that would go, in percent rounded up.
  package var percent: Int {
    considered == 0 ? 0 : (removed.messages * 100 + considered - 1) / considered
  }
}

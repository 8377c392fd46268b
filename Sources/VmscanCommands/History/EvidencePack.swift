import VmscanModel
import VmscanReports

/// What was done, for whoever must prove it: one line an action, then by mailbox, then by message.
struct EvidencePack {
  let actions: [ActionSummary]
  let heads: [ListReport.Head]
  let nothing: String

  /// `2026-10-20 14:03  alice via sudo  purge  2,467 messages …  undone: no`.
  var actionList: ListReport {
    ListReport(
      name: "actions", rowType: "action", title: "Evidence pack: what was done", nothing: nothing,
      heads: heads,
      columns: [
        .init("number", "no.", isNumber: true), .init("time", "time (UTC)"), .init("actor", "by"),
        .init("kind", "action"), .init("messages", "messages", isNumber: true),
        .init("bytes", "size", isNumber: true), .init("policy", "policy or subject"),
        .init("undone", "undone"), .init("run", "run"),
      ],
      rows: actions.enumerated().map { place, action in
        let totals = action.totals
        return [
          .count(place + 1), .time(action.time), .text(action.actor), .text(action.kind),
          totals.messages == 0 ? .empty : .count(totals.messages),
          totals.messages == 0 ? .empty : .text("\(totals.bytes)"), .text(Self.about(action)),
          .text(action.undone), .text(action.run),
        ]
      })
  }

  func details(messages: Bool) -> [ListReport] {
    let touching = actions.enumerated().filter { !$0.element.messages.isEmpty }
    guard !touching.isEmpty else { return [] }
    return [byMailbox(touching)] + (messages ? [byMessage(touching)] : [])
  }

  private func byMailbox(_ actions: [(offset: Int, element: ActionSummary)]) -> ListReport {
    ListReport(
      name: "mailboxes", rowType: "part", title: "By mailbox", nothing: "No message was touched.",
      columns: [
        .init("number", "no.", isNumber: true), .init("kind", "action"),
        .init("mailbox", "mailbox"), .init("messages", "messages", isNumber: true),
        .init("bytes", "size", isNumber: true),
      ],
      rows: actions.flatMap { place, action in
        action.parts.map { part in
          [
            .count(place + 1), .text(action.kind), .text("\(part.mailbox)"),
            .count(part.messages.messages), .text("\(part.messages.bytes)"),
          ]
        }
      })
  }

  private func byMessage(_ actions: [(offset: Int, element: ActionSummary)]) -> ListReport {
    ListReport(
      name: "messages", rowType: "message", title: "By message", nothing: "No message was touched.",
      columns: [
        .init("number", "no.", isNumber: true), .init("mailbox", "mailbox"),
        .init("folder", "folder"), .init("message", "msg"), .init("recorded", "recorded (UTC)"),
        .init("bytes", "size", isNumber: true), .init("evidence", "e-mailed"),
        .init("reason", "reason"), .init("outcome", "outcome"),
      ],
      rows: actions.flatMap { place, action in
        action.messages.map { message in
          [
            .count(place + 1), .text("\(message.mailbox)"), .text(message.folder),
            .text(message.number), .time(optional: message.recorded), .text("\(message.bytes)"),
            .text(message.evidence), .text(message.reason), .text(message.outcome),
          ]
        }
      })
  }

  /// The policy of a purge, else what the action was about.
  private static func about(_ action: ActionSummary) -> String {
    if !action.policy.isEmpty {
      return action.policy + (action.detail["policyOwner"].map { "; the policy is \($0)'s" } ?? "")
    }
    let change = action.detail["change"].map { "\($0): " } ?? ""
    let owner = action.detail["owner"].map { ", owner \($0)" } ?? ""
    return change + action.subject + owner
  }
}

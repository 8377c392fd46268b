import VmscanModel

extension ConfigEditExecutor {
  private static let kind = "configEdit"

  func recordIntent(_ plan: ConfigEditPlan, _ id: String) throws {
    let totals = [
      "action": plan.action.rawValue, "planDigest": try plan.digest(), "change": id,
      "mailboxes": "\(plan.mailboxes.count)", "files": "\(plan.files.count)",
      "undoes": plan.reverses ?? "",
    ]
    let intents = plan.mailboxes.map { mailbox in
      record(.intent, id, subject: "\(mailbox.id)", detail: detail(mailbox, id))
    }
    try journal.append(
      contentsOf: [record(.begin, id, subject: "\(plan.etcDirectory)", detail: totals)] + intents)
  }

  func recordOutcome(_ plan: ConfigEditPlan, _ id: String, _ outcome: String) throws {
    let records = plan.mailboxes.map { mailbox in
      record(.outcome, id, subject: "\(mailbox.id)", detail: ["outcome": outcome])
    }
    try journal.append(
      contentsOf: records + [
        record(.end, id, subject: "\(plan.etcDirectory)", detail: ["outcome": outcome])
      ])
  }

  private func detail(_ mailbox: ConfigEditMailbox, _ id: String) -> [String: String] {
    var detail = ["change": id, "file": "\(mailbox.origin)"]
    for option in mailbox.options {
      func shown(_ value: ByteText?) -> String {
        value.map { "\(option.option.rawValue)=\($0)" } ?? "none"
      }
      detail[option.option.rawValue] = "\(shown(option.before)) -> \(shown(option.after))"
    }
    if !mailbox.overridden.isEmpty {
      detail["overridden"] = mailbox.overridden.map(\.rawValue).joined(separator: " ")
    }
    return detail
  }

  private func record(
    _ phase: ActionRecord.Phase, _ id: String, subject: String, detail: [String: String]
  ) -> ActionRecord {
    ActionRecord(
      time: clock(), run: id, phase: phase, kind: Self.kind, actor: author.actor,
      host: author.host, command: author.command, subject: subject, detail: detail)
  }
}

import VmscanModel
import VmscanReports

/// A plan as a person reviews it; the word to type is part of it.
struct EditReview {
  let plan: ConfigEditPlan
  let diff: String
  let note: String?

  init(_ plan: ConfigEditPlan, diff: String, note: String?) {
    self.plan = plan
    self.diff = diff
    self.note = note
  }

  /// What to type to consent, such as `enable 3`.
  var word: String { "\(plan.action.rawValue) \(plan.mailboxes.count)" }

  var text: String {
    var lines: [String] = []
    for verdict in plan.refused {
      lines.append("\(shown(verdict.id)): left alone")
      for refusal in verdict.refusals {
        lines.append("  \(TerminalText.escape(refusal.description))")
        lines.append("    \(TerminalText.escape(refusal.remedy))")
        if let statement = refusal.statement {
          lines.append("    statement: \(TerminalText.escape(statement.text))")
          lines.append("    undo:      \(TerminalText.escape(statement.undo))")
        }
      }
    }
    if !plan.unchanged.isEmpty {
      lines.append(
        "as wanted already: " + plan.unchanged.map(shown).joined(separator: ", "))
    }
    for mailbox in plan.mailboxes where !mailbox.overridden.isEmpty {
      let names = mailbox.overridden.map(\.rawValue).joined(separator: ", ")
      lines.append("\(shown(mailbox.id)): consented to \(names)")
    }
    if !diff.isEmpty { lines.append(diff.hasSuffix("\n") ? String(diff.dropLast()) : diff) }
    if let note { lines.append(note) }
    lines.append(summary)
    return lines.joined(separator: "\n") + "\n"
  }

  private var summary: String {
    guard !plan.isEmpty else { return "nothing to edit" }
    let boxes = plan.mailboxes.count == 1 ? "1 mailbox" : "\(plan.mailboxes.count) mailboxes"
    let files = plan.files.count == 1 ? "1 file" : "\(plan.files.count) files"
    let switchesOn = plan.mailboxes.contains { mailbox in
      mailbox.options.contains { $0.option == .delete && $0.isOn }
    }
    return "\(boxes) in \(files)"
      + (switchesOn ? "; from the next reload on their mail is the only copy" : "")
  }

  private func shown(_ id: MailboxID) -> String { TerminalText.escape("\(id)") }
}

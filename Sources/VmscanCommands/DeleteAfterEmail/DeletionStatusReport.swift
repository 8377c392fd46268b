import FoundationEssentials
import VmscanActions
import VmscanModel
import VmscanReports

/// Every mailbox's state, the changes made with this program, and those that did not last.
struct DeletionStatusReport {
  var mailboxes: [DeletionStatus]
  var changes: [ConfigChange]
  var lost: [LostConfigEdit]

  var text: String {
    let width = mailboxes.map { "\($0.id)".count }.max() ?? 0
    var lines = mailboxes.map { row in
      let id = TerminalText.escape("\(row.id)")
      let state = row.state == .asteriskBeforeConfirmed ? "asterisk" : row.state.rawValue
      return pad(id, width + 2) + pad(state, 11) + TerminalText.escape(row.sentence)
    }
    if lines.isEmpty { lines.append("no mailbox") }
    if !changes.isEmpty {
      lines += ["", "changes:"]
      lines += changes.map { change in
        "  \(change.id)  \(change.plan.action.rawValue) \(change.plan.mailboxes.count), "
          + change.state.rawValue
      }
    }
    for edit in lost {
      lines.append(
        "\(edit.option.rawValue) of \(TerminalText.escape("\(edit.id)")) is no longer as change "
          + "\(edit.change) left it: it is \(edit.isOn ? "on" : "off") again")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func json() throws -> [UInt8] {
    try encode(Document(mailboxes: mailboxes, changes: rows, lost: lostRows))
  }

  /// One line per mailbox.
  func ndjson() throws -> [UInt8] { try mailboxes.flatMap { try encode($0) } }

  private struct Document: Encodable {
    var mailboxes: [DeletionStatus]
    var changes: [Change]
    var lost: [Lost]
  }

  private struct Change: Encodable {
    var change: String
    var action: String
    var state: String
    var created: Timestamp
    var mailboxes: [String]
  }

  private struct Lost: Encodable {
    var change: String
    var mailbox: ByteText
    var context: ByteText
    var option: String
    var isOn: Bool
  }

  private var rows: [Change] {
    changes.map { change in
      Change(
        change: change.id, action: change.plan.action.rawValue, state: change.state.rawValue,
        created: change.plan.created, mailboxes: change.plan.mailboxes.map(\.id.description))
    }
  }

  private var lostRows: [Lost] {
    lost.map {
      Lost(
        change: $0.change, mailbox: $0.id.mailbox, context: $0.id.context,
        option: $0.option.rawValue, isOn: $0.isOn)
    }
  }

  private func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }
}

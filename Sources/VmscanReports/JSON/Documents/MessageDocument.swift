import VmscanModel

/// The JSON form of `vmscan messages`.
struct MessagesDocument: Encodable {
  var schema: Int
  let messages = StreamedList.messages
}

/// One message; `caller` is there only for a reader who asked for it.
struct MessageDocument: Encodable {
  var context: String
  var mailbox: String
  var folder: String
  var number: Int32
  var messageID: String
  @Nullable var origtime: Int64?
  @Nullable var duration: Int32?
  var bytes: Int64
  var files: [String]
  var emailed: String
  var problems: [String]
  var caller: String?

  init(_ row: MessageRow, redaction: Redaction) {
    context = TerminalText.escape(row.mailbox.context)
    mailbox = TerminalText.escape(row.mailbox.mailbox)
    folder = row.folder.name
    number = row.number
    messageID = TerminalText.escape(row.messageID)
    origtime = row.origtime?.epochSeconds
    duration = row.duration
    bytes = row.bytes.bytes
    files = row.files.map { TerminalText.escape($0) }
    emailed = row.emailed.grade.rawValue
    problems = row.problems.names
    caller = redaction.showsCallers ? TerminalText.escape(row.callerID) : nil
  }
}

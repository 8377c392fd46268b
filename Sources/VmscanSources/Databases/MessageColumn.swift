/// Columns of a table of messages, in the order of every query.
enum MessageColumn: Int, CaseIterable {
  case dir, msgnum, callerid, origtime, duration, length, flag, context, messageID

  var name: String {
    switch self {
    case .length: "recording"
    case .messageID: "msg_id"
    default: "\(self)"
    }
  }
}

import VmscanModel

/// One message of ODBC storage as its row is now.
struct TableRow: Sendable, Hashable {
  var number: Int32
  /// Of `RowShape.columns`, in their order; `nil` for NULL.
  var values: [ByteText?]
  /// Bytes of the recording; `nil` for NULL.
  var length: Int64?
  var messageID: ByteText
  var origtime: Timestamp?
  var duration: Int32?
  var callerID: ByteText

  /// What stands for the row in plans.
  var file: PlannedFile {
    PlannedFile(row: messageID, origtime: origtime, duration: duration, length: length ?? 0)
  }

  /// The same message with nothing changed, whatever its number.
  func isSame(as other: TableRow) -> Bool {
    values == other.values && length == other.length
  }

  /// The message's envelope as it would lie beside a file, for people and for holds.
  var envelope: [UInt8] {
    func line(_ key: String, _ value: ByteText) -> [UInt8] {
      Array("\(key)=".utf8) + value.bytes.map { $0 < 0x20 ? 0x20 : $0 } + [0x0A]
    }
    return Array("[message]\n".utf8) + line("callerid", callerID)
      + line("origtime", ByteText(origtime.map { "\($0.epochSeconds)" } ?? ""))
      + line("duration", ByteText(duration.map { "\($0)" } ?? ""))
      + line("msg_id", messageID)
  }
}

extension TableRow {
  init(
    number: Int32, length: Int64?, values: [ByteText?], columns: [RowShape.Column]
  ) {
    func value(_ name: String) -> ByteText? {
      columns.firstIndex { $0.name.lowercased() == name }.flatMap { values[$0] }
    }
    func integer(_ name: String) -> Int64? {
      value(name)?.utf8String.flatMap { Int64($0.filter { $0 != " " }) }
    }
    self.number = number
    self.length = length
    self.values = values
    messageID = value("msg_id") ?? ""
    origtime = integer("origtime").flatMap { $0 > 0 ? Timestamp($0) : nil }
    duration = integer("duration").flatMap { $0 >= 0 ? Int32(exactly: $0) : nil }
    callerID = value("callerid") ?? ""
  }
}

package import VmscanModel

/// Looks at the rows of a table.
package struct RowWitness: RemovalWitness {
  let table: RowTable
  /// The directory of contexts as rows spell it.
  let root: ByteText

  package init(table: RowTable, root: ByteText) {
    self.table = table
    self.root = root
  }

  package func number(
    of message: PlannedMessage, in planned: PlannedFolder
  ) throws -> Int32? {
    try row(of: message, in: planned)?.number
  }

  package func keys(
    of message: PlannedMessage, in planned: PlannedFolder
  ) throws -> EnvelopeKeys? {
    try row(of: message, in: planned).map { EnvelopeKeys($0.envelope) }
  }

  package func doubt(in planned: PlannedFolder) throws -> FolderRefusal? {
    let far = try rows(planned.dir(below: root)).last { $0.number > MessageNumber.highest }
    return far.map { .unreachableNumber($0.number) }
  }

  package func count(of messageID: ByteText, in planned: PlannedFolder) throws -> Int {
    try rows(planned.dir(below: root)).count { $0.messageID == messageID }
  }

  /// A row that is moved there gets a new id; the rest of what it says stays.
  package func isInDeleted(_ message: PlannedMessage, _ mailbox: MailboxID) throws -> Bool {
    try rows(Folder.deleted.dir(of: mailbox, below: root)).contains {
      $0.origtime == message.origtime && $0.duration == message.duration
        && $0.length == message.bytes.bytes
    }
  }

  package func facts(of planned: PlannedFolder) -> [String: String] {
    ["table": "\(table.place)", "dir": "\(planned.dir(below: root))"]
  }

  private func row(of message: PlannedMessage, in planned: PlannedFolder) throws -> TableRow? {
    try rows(planned.dir(below: root)).first { $0.file == message.files.first }
  }

  private func rows(_ dir: ByteText) throws -> [TableRow] {
    defer { table.rollback() }
    return try table.rows(of: dir)
  }
}

import Testing
import VmscanModel

@testable import VmscanActions

/// What one transaction takes from a folder's rows, and the numbers the others get.
struct RowBatchTests {
  private func row(_ number: Int32, _ id: ByteText) -> TableRow {
    TableRow(
      number: number, values: [id], length: 100, messageID: id, origtime: Timestamp(1_700_000_000),
      duration: 3, callerID: "")
  }

  private func planned(_ row: TableRow) -> PlannedMessage {
    PlannedMessage(
      number: row.number, messageID: row.messageID, origtime: row.origtime, duration: row.duration,
      grade: .none, reason: "old", files: [row.file])
  }

  @Test func `rows are found by what they say and not by their numbers`() {
    let wanted = [planned(row(4, "a")), planned(row(5, "b"))]
    let batch = RowBatch(rows: [row(0, "a"), row(1, "c")], wanted: wanted, changes: 100)
    #expect(batch.removals.map(\.row.number) == [0])
    #expect(batch.vanished.map(\.messageID) == ["b"])
  }

  @Test func `twins are left alone`() {
    let batch = RowBatch(
      rows: [row(0, "a"), row(1, "a")], wanted: [planned(row(0, "a"))], changes: 100)
    #expect(batch.removals.isEmpty)
    #expect(batch.vanished.count == 1)
  }

  @Test func `a large folder is taken from the top in parts`() {
    let rows = (0..<100).map { row(Int32($0), ByteText("\($0)")) }
    let batch = RowBatch(rows: rows, wanted: rows.map(planned), changes: 10)
    #expect(batch.removals.map(\.row.number) == Array((90..<100).reversed()))
    #expect(batch.vanished.isEmpty)
  }

  @Test func `those that stay become dense in their order, ascending`() {
    let rows = [row(0, "a"), row(1, "b"), row(3, "c"), row(7, "d")]
    let moves = RowBatch.moves(rows, without: [0])
    #expect(moves.map(\.row.number) == [1, 3, 7])
    #expect(moves.map(\.to) == [0, 1, 2])
    #expect(RowBatch.moves(rows, without: [3, 7]).isEmpty)
  }

  @Test func `a row in a plan is told from others and written down like a file`() throws {
    let file = row(3, "1795392805-00000000").file
    #expect(file.isRow)
    #expect(PlannedFile(parsing: file.description) == file)
    #expect(file == row(9, "1795392805-00000000").file)
    #expect(file != row(3, "1795392805-00000001").file)
  }

  @Test func `bytes survive their digits`() {
    let bytes = (0...255).map { UInt8($0) }
    let text = HexDigits.text(bytes)
    #expect(text.withUnsafeBufferPointer(HexDigits.bytes) == bytes)
    #expect(Array("00FFxx".utf8).withUnsafeBufferPointer(HexDigits.bytes) == [0, 255])
  }

  @Test(arguments: ["/var/spool/asterisk/voicemail", "/var/spool/asterisk/voicemail//"])
  func `dir is spelled as Asterisk spells it`(_ root: String) {
    let dir = Folder.old.dir(
      of: MailboxID(context: "default", mailbox: "1001"), below: ByteText(root))
    #expect(dir == "/var/spool/asterisk/voicemail/default/1001/Old")
  }
}

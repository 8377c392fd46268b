import Testing
import VmscanModel

@testable import VmscanSources

/// Rows as they come from a database, and the mailboxes that are made of them.
struct RowPageTests {
  struct Row {
    var path: String
    var number: Int64? = 0
    var origtime: Int64? = 1_790_000_000
    var duration: Int64? = 7
    var length: Int64? = 2530
    var flag: String? = ""
    var messageID: String? = "1790000000-00000001"
    var isWithoutContext = false
  }

  private func boxes(_ rows: [Row]) -> [SpoolMailbox] {
    var mailbox = RowListing.Mailbox(id: MailboxID(context: "default", mailbox: "1001"))
    mailbox.folders = [("/v/default/1001/INBOX", .inbox), ("/v/default/1001/Old", .old)]
    var page = RowPage([mailbox][...], table: "odbc:a/t", now: Timestamp(1_800_000_000))
    for row in rows {
      Self.with(row.path) { path in
        Self.with(row.flag) { flag in
          Self.with(row.messageID) { id in
            Self.with("\"Caller\" <5550100>") { caller in
              page.add(
                RowFields(
                  path: path, number: row.number, callerID: caller, origtime: row.origtime,
                  duration: row.duration, length: row.length, flag: flag,
                  isWithoutContext: row.isWithoutContext, messageID: id))
            }
          }
        }
      }
    }
    return page.finished()
  }

  private static func with(_ text: String?, _ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
    guard let text else { return body(nil) }
    Array(text.utf8).withUnsafeBufferPointer { body($0) }
  }

  @Test
  func `rows in any order become messages in theirs, with what Asterisk counts`() {
    let box = boxes([
      Row(path: "/v/default/1001/Old", number: 1, messageID: "b"),
      Row(path: "/v/default/1001/INBOX", number: 1, flag: "Urgent", messageID: "c"),
      Row(path: "/v/default/1001/INBOX", number: 0, messageID: "d"),
      Row(path: "/v/default/1001/Old", number: 0, messageID: "a"),
      Row(path: "/v/default/1001/Old", number: 3, messageID: "e"),
    ])[0]
    #expect(box.messages.map(\.folder) == [.inbox, .inbox, .old, .old, .old])
    #expect(box.messages.map(\.number) == [0, 1, 0, 1, 3])
    #expect(box.messages.map { box.string($0.messageID) } == ["d", "c", "a", "b", "e"])
    #expect(box.messages[1].marks == [.hasEnvelope, .hasAudio, .urgent])
    #expect(box.messages[0].bytes == 2530)
    #expect(box.messages[0].duration == 7)
    #expect(box.messages[0].problems.isEmpty)
    #expect(box.folders.map(\.countedByAsterisk) == [2, 3])
    #expect(box.folders.map(\.highestNumber) == [1, 3])
    #expect(box.folders.map { $0.problems.contains(.gap) } == [false, true])
    #expect(box.table == "odbc:a/t")
  }

  @Test(arguments: [
    (["a", "b", "c", "d"], []), (["a", "b", "b", "c"], [1, 2]), (["b", "a", "c", "b"], [0, 3]),
    (["a", "ab", "a", "abc"], [0, 2]), (["d", "c", "b", "a"], []), (["", "a", "", "a"], [1, 3]),
    (["", "", "a", "b"], []),
  ])
  func `messages with one msg_id are found, wherever they stand`(
    _ ids: [String], _ expected: [Int]
  ) {
    let box = boxes(
      ids.enumerated().map { number, id in
        Row(path: "/v/default/1001/INBOX", number: Int64(number), messageID: id)
      })[0]
    let twice = box.messages.indices.filter {
      box.messages[$0].problems.contains(.duplicateMessageID)
    }
    #expect(twice == expected)
  }

  @Test(arguments: [0, nil, -5] as [Int64?])
  func `origtime without a time is an age nobody knows, never 1970`(_ time: Int64?) {
    let box = boxes([Row(path: "/v/default/1001/INBOX", origtime: time)])[0]
    #expect(box.messages[0].origtime == nil)
    #expect(box.messages[0].problems == .missingOrigtime)
  }

  @Test
  func `a row that two callers damaged is told from an ordinary one`() {
    let box = boxes([
      Row(
        path: "/v/default/1001/INBOX", origtime: 0, duration: 0, messageID: "",
        isWithoutContext: true)
    ])[0]
    #expect(
      box.messages[0].problems == [.missingOrigtime, .missingMessageID, .damagedEnvelope])
    #expect(!box.messages[0].marks.contains(.externalRecording))
  }

  @Test
  func `greetings, other spellings and rows without a number are no messages`() {
    let box = boxes([
      Row(path: "/v/default/1001/INBOX", number: -1), Row(path: "/v/default/1001/inbox"),
      Row(path: "/v/default/1002/INBOX"), Row(path: "/v/default/1001/INBOX", number: nil),
    ])[0]
    #expect(box.messages.isEmpty)
    #expect(box.problems.map(\.detail.unmasked) == ["1 row without a number as msgnum"])
    #expect(box.problems.map(\.hidesData) == [true])
  }

  @Test
  func `audio that is missing, empty or put in place from outside is marked`() {
    let box = boxes([
      Row(path: "/v/default/1001/INBOX", number: 0, length: nil, messageID: "a"),
      Row(path: "/v/default/1001/INBOX", number: 1, length: 0, messageID: "b"),
      Row(path: "/v/default/1001/INBOX", number: 2, messageID: "c", isWithoutContext: true),
      Row(path: "/v/default/1001/INBOX", number: 3, messageID: "c"),
    ])[0]
    #expect(!box.messages[0].marks.contains(.hasAudio))
    #expect(box.messages[1].problems == .emptyAudio)
    #expect(box.messages[2].marks.contains(.externalRecording))
    #expect(box.messages[2].problems == .duplicateMessageID)
    #expect(box.messages[3].problems == .duplicateMessageID)
  }
}

import Testing
import VmscanModel

@testable import VmscanSources

/// What the `dir` column of a table of messages means for one host's spool.
struct RowListingTests {
  private static let root: ByteText = "/var/spool/asterisk/voicemail"

  private func listing(_ rows: [(String, Int, Int)]) -> RowListing {
    var listing = RowListing(roots: [Self.root, "/var/spool/asterisk/voicemail/"])
    for (path, messages, all) in rows {
      listing.add(ByteText(path), messages: messages, rows: all)
    }
    listing.finish()
    return listing
  }

  @Test
  func `paths become mailboxes with folders, in the order of their names`() {
    let found = listing([
      ("\(Self.root)/default/1002/Old", 3, 3), ("\(Self.root)/default/1001/INBOX", 2, 2),
      ("\(Self.root)/default/1001/Urgent", 1, 1), ("\(Self.root)/default/1001/unavail", 0, 1),
      ("\(Self.root)/a-b/1001/INBOX", 1, 1),
    ])
    #expect(found.mailboxes.map(\.id.description) == ["1001@a-b", "1001@default", "1002@default"])
    #expect(found.mailboxes.map(\.rows) == [1, 3, 3])
    #expect(found.mailboxes[1].folders.map(\.folder) == [.inbox, .urgent])
    #expect(found.mailboxes[1].greetings == .unavailable)
    #expect(found.rows == 7)
    #expect(found.problems(spool: Self.root, table: "odbc:a/t").isEmpty)
  }

  @Test(arguments: [
    ["1001", "1002", "1003"], ["1003", "1001"], ["1002", "1002"], ["1000", "1001", "2000", "1003"],
  ])
  func `mailboxes are found in whatever order they are asked for`(_ names: [String]) {
    let found = listing(
      (1...3).reversed().map { ("\(Self.root)/default/100\($0)/INBOX", $0, $0) })
    let boxes = found.mailboxes(
      of: names.map { MailboxID(context: "default", mailbox: ByteText($0)) })
    #expect(boxes.map(\.id.mailbox) == names.map { ByteText($0) })
    #expect(boxes.map(\.rows) == names.map { ["1001": 1, "1002": 2, "1003": 3][$0] ?? 0 })
  }

  @Test
  func `rows of another host are counted apart and hide nothing`() {
    let found = listing([
      ("\(Self.root)/default/1001/INBOX", 2, 2), ("/srv/pbx2/voicemail/default/1001/INBOX", 5, 5),
      ("/srv/pbx2/voicemail/default/1002/Old", 4, 4),
      ("/var/spool/asterisk/voicemailx/a/1/Old", 1, 1),
    ])
    #expect(found.rows == 2)
    #expect(found.elsewhere == ["/srv/pbx2/voicemail": 9, "/var/spool/asterisk/voicemailx": 1])
    let problems = found.problems(spool: Self.root, table: "odbc:a/t")
    #expect(problems.map(\.kind) == [.elsewhere, .elsewhere])
    #expect(problems.map(\.hidesData) == [false, false])
    #expect(problems[0].detail.unmasked.contains("9 rows with the path '/srv/pbx2/voicemail'"))
  }

  @Test
  func `a table without a row of this spool is never an empty spool`() {
    let found = listing([("/srv/pbx2/voicemail/default/1001/INBOX", 5, 5)])
    let problems = found.problems(spool: Self.root, table: "odbc:a/t")
    #expect(problems.map(\.hidesData) == [true])
    #expect(problems[0].path == Self.root)
    #expect(problems[0].detail.unmasked.contains("--spool"))
  }

  @Test(arguments: [
    "/default/1001", "/default/1001/Nope", "/default/1001/INBOX/x", "/default//INBOX",
    "/default/../INBOX", "/INBOX", "/default/1001/inbox",
  ])
  func `a path that is no message folder is told, with its rows`(_ path: String) {
    let found = listing([
      ("\(Self.root)\(path)", 3, 3), ("\(Self.root)/default/1001/INBOX", 1, 1),
    ])
    let problems = found.problems(spool: Self.root, table: "odbc:a/t")
    #expect(problems.map(\.kind) == [.unsafeName])
    #expect(problems.map(\.hidesData) == [true])
    #expect(problems[0].detail.unmasked.hasPrefix("3 rows of no"))
    #expect(found.rows == 1)
  }
}

import Testing
import VmscanModel
import VmscanSources
import VmscanSystem
import VmscanTestSupport

struct FolderListingTests {
  private let spool: SpoolBuilder
  private let id = MailboxID(context: "default", mailbox: "1001")
  init() throws { spool = try SpoolBuilder() }

  private var walker: SpoolWalker { SpoolWalker(root: spool.root, now: WalkedSpool.now) }

  @Test func `every file is listed with its message`() throws {
    try spool.message(0, formats: ["wav", "gsm"])
    try spool.message(1)
    try spool.write("default/1001/INBOX/msg0001-bak.wav", "1")
    try spool.write("default/1001/INBOX/msg0001.txt.bak", "1")
    try spool.write("default/1001/INBOX/.lock", "")
    let listing = try #require(try walker.listFolder(.inbox, of: id))
    #expect(listing.names(of: 0) == ["msg0000.gsm", "msg0000.txt", "msg0000.wav"])
    #expect(listing.names(of: 1) == ["msg0001-bak.wav", "msg0001.txt", "msg0001.wav"])
    #expect(listing.names(of: 2) == [] && listing.names(of: -1) == [])
  }

  @Test func `a folder that is not there and one that is none`() throws {
    try spool.message(0)
    try spool.write("default/1001/Old", "x")
    #expect(try walker.listFolder(.work, of: id) == nil)
    #expect(try walker.listFolder(.inbox, of: MailboxID(context: "x", mailbox: "1")) == nil)
    #expect(throws: SystemError.self) { try walker.listFolder(.old, of: id) }
    do {
      _ = try walker.listFolder(.old, of: id)
    } catch { #expect(error.name == "ENOTDIR") }
  }
}

import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanSources

struct ReadAheadMailboxTests {
  @Test func `mailboxes read ahead are those read one by one`() throws {
    let spool = try SpoolBuilder()
    for number in 0..<40 {
      for message in 0..<number % 5 {
        try spool.message(message, mailbox: String(1000 + number), context: "c\(number % 3)")
      }
    }
    let walker = SpoolWalker(root: spool.root, now: WalkedSpool.now, threads: 3)
    let ids = walker.mailboxes().ids + [MailboxID(context: "none", mailbox: "1")]
    var summaries: [String] = []
    try walker.forEachMailbox(of: ids, judge: { $0.summary }, { summaries.append($0) })
    #expect(summaries.count > 30)
    #expect(summaries == ids.compactMap { walker.readMailbox($0)?.summary })
  }
}

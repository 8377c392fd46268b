import Testing
import VmscanModel

@testable import VmscanStore

struct SpoolMemoryTests {
  private let directory: TemporaryDirectory
  private let store: HistoryStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try HistoryStore(path: directory.database)
  }

  private func memory(spool: ByteText = "/spool") throws -> StoredSpoolMemory {
    try #require(
      try store.spoolMemory(of: SiteKey(host: "pbx", spool: spool, etc: "/etc/asterisk")))
  }

  private func row(_ mailbox: ByteText, _ context: ByteText = "a", _ byte: UInt8 = 1)
    -> RememberedMailbox
  {
    RememberedMailbox(
      id: MailboxID(context: context, mailbox: mailbox), content: [byte, 0, 0xFF])
  }

  @Test func `rows come back in order, within bounds`() throws {
    let memory = try memory()
    try memory.remember([
      row("9"), row("10"), row("1", "b"), row(ByteText(bytes: [0xFF])), row("2"),
    ])
    let all = try memory.recall(after: nil, through: nil)
    #expect(all.map(\.id) == all.map(\.id).sorted())
    #expect(all.count == 5)
    for after in [nil] + all.map({ Optional($0.id) }) {
      for through in [nil] + all.map({ Optional($0.id) }) {
        let expected = all.map(\.id).filter {
          (after == nil || after ?? $0 < $0) && (through == nil || $0 <= through ?? $0)
        }
        #expect(try memory.recall(after: after, through: through).map(\.id) == expected)
      }
    }
  }

  @Test func `a row is replaced, and forgotten`() throws {
    let memory = try memory()
    try memory.remember([row("1"), row("2")])
    try memory.remember([row("1", "a", 7)])
    #expect(
      try memory.recall(after: nil, through: nil).map(\.content) == [[7, 0, 0xFF], [1, 0, 0xFF]])
    try memory.forget([row("1").id])
    #expect(try memory.recall(after: nil, through: nil).map(\.id.mailbox) == ["2"])
  }

  @Test func `another spool has a memory of its own`() throws {
    try memory().remember([row("1")])
    #expect(try memory(spool: "/other").recall(after: nil, through: nil).isEmpty)
    #expect(try memory().recall(after: nil, through: nil).count == 1)
  }

  @Test func `a history without a file remembers nothing`() throws {
    #expect(
      try HistoryStore.temporary().spoolMemory(
        of: SiteKey(host: "pbx", spool: "/spool", etc: "/etc")) == nil)
  }

  @Test func `memory outlives the pruning of runs`() throws {
    try memory().remember([row("1")])
    for day in Int64(0)..<4 { _ = try store.record(ReportBuilder.usual(day: day).report) }
    try store.pruneRuns(keepingLatest: 1)
    #expect(try memory().recall(after: nil, through: nil).count == 1)
    #expect(try store.integrityProblems().isEmpty)
  }
}

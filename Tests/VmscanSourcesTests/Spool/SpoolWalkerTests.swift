import Synchronization
import Testing
import VmscanModel
import VmscanSystem
import VmscanTestSupport

@testable import VmscanSources

struct SpoolWalkerTests {
  private let spool: SpoolBuilder
  init() throws { spool = try SpoolBuilder() }

  /// Mailboxes and folders of many shapes, the same for a seed.
  private func fill(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for number in 0..<60 {
      for folder in [Folder.inbox, .old, .deleted] {
        for message in 0..<Int.random(in: 0..<6, using: &random) where Bool.random(using: &random) {
          var envelope = EnvelopeText(
            origtime: Int64.random(in: 1_700_000_000..<1_795_400_000, using: &random),
            counter: Int.random(in: 0..<9, using: &random))
          if Int.random(in: 0..<9, using: &random) == 0 { envelope.origtime = nil }
          try spool.message(
            message, in: folder, mailbox: String(1000 + number), context: "c\(number % 7)",
            envelope: Int.random(in: 0..<9, using: &random) == 0 ? nil : envelope,
            formats: Int.random(in: 0..<9, using: &random) == 0 ? [] : ["WAV", "gsm"],
            modified: Timestamp(1_795_000_000))
        }
      }
    }
  }

  @Test(arguments: [UInt64(5), 6]) func `any number of threads finds the same`(seed: UInt64) throws
  {
    try fill(seed: seed)
    let one = WalkedSpool(spool.root, threads: 1)
    #expect(one.mailboxes.count > 40)
    for threads in [2, 3, 16, 200] {
      let many = WalkedSpool(spool.root, threads: threads)
      #expect(many.mailboxes.map(\.summary) == one.mailboxes.map(\.summary))
      #expect(many.summary.contexts == one.summary.contexts)
      #expect(many.summary.mailboxes == one.mailboxes.count)
    }
  }

  @Test func `a mailbox read alone is the one of the walk`() throws {
    try fill(seed: 8)
    let walker = SpoolWalker(
      root: ByteText(bytes: spool.root.bytes + [0x2F, 0x2F]), now: WalkedSpool.now)
    for box in WalkedSpool(spool.root).mailboxes {
      #expect(walker.readMailbox(box.id)?.summary == box.summary)
    }
    #expect(walker.readMailbox(MailboxID(context: "c0", mailbox: "1")) == nil)
    #expect(walker.readMailbox(MailboxID(context: "none", mailbox: "1")) == nil)
    #expect(walker.readMailbox(MailboxID(context: "..", mailbox: "..")) == nil)
  }

  @Test func `a copy kept by the visitor is not changed by later mailboxes`() throws {
    try fill(seed: 9)
    let walker = SpoolWalker(root: spool.root, now: WalkedSpool.now, threads: 1)
    let walk = walker.walk(into: { [(box: SpoolMailbox, summary: String)]() }) { kept, box in
      kept.append((box, box.summary))
    }
    #expect(walk.accumulators.count == 1)
    for (box, summary) in walk.accumulators.flatMap(\.self) { #expect(box.summary == summary) }
  }

  @Test func `a cancelled walk ends between mailboxes and says so`() throws {
    for number in 0..<20 { try spool.message(0, mailbox: String(1000 + number)) }
    let visited = Atomic(0)
    let walker = SpoolWalker(root: spool.root, now: WalkedSpool.now, threads: 1)
    let limit = Counter()
    let walk = walker.walk(into: { [MailboxID]() }, isCancelled: { limit.value >= 7 }) { ids, box in
      ids.append(box.id)
      limit.add()
    }
    visited.store(walk.accumulators.map(\.count).reduce(0, +), ordering: .relaxed)
    #expect(visited.load(ordering: .relaxed) == 7)
    #expect(walk.summary.wasCancelled && walk.summary.mailboxes == 7)
    #expect(!WalkedSpool(spool.root).summary.wasCancelled)
  }

  @Test func `contexts without mailboxes and an empty spool`() throws {
    #expect(WalkedSpool(spool.root).mailboxes.isEmpty)
    try spool.makeDirectory("empty")
    try spool.makeDirectory("default/1001")
    let walked = WalkedSpool(spool.root)
    #expect(walked.summary.contexts == ["default", "empty"])
    #expect(try walked.only().folders.isEmpty)
    #expect(walked.summary.problems == [])
  }

  @Test func `all twelve folders are read, in their order`() throws {
    for folder in Folder.allCases.reversed() {
      try spool.message(0, in: folder, envelope: EnvelopeText(counter: Int(folder.rawValue)))
    }
    let box = try WalkedSpool(spool.root).only()
    #expect(box.folders.map(\.folder) == Folder.allCases)
    #expect(box.messages.map(\.folder) == Folder.allCases)
    #expect(box.folders.allSatisfy { $0.identity.isDirectory && $0.identity.inode != 0 })
  }

  @Test func `a message file that is gone again and again is told`() throws {
    try spool.message(0)
    let box = try WalkedSpool(spool.root).only()
    #expect(box.problems == [])
    spool.remove("default/1001")
    #expect(WalkedSpool(spool.root).mailboxes.isEmpty)
    #expect(WalkedSpool(spool.root).summary.problems == [])
  }
}

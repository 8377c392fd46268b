import Glibc
import Testing
import VmscanActions
import VmscanModel

/// Whatever waits is reported, and what cannot be known is said.
struct QuarantineEntryTests {
  private func purged(_ count: Int) throws -> (TestSpool, PurgeFixture) {
    let spool = try TestSpool()
    for index in 0..<count { spool.add("m\(index)", number: Int32(index)) }
    var fixture = PurgeFixture(spool)
    fixture.options.renamesPerHold = 4
    try fixture.apply([try fixture.plan((0..<Int32(count)).map { $0 })])
    return (spool, fixture)
  }

  private func told(_ fixture: PurgeFixture) throws -> (ids: [String], problems: [SourceProblem]) {
    var ids: [String] = []
    let problems = try fixture.openQuarantine().forEachEntry {
      ids.append("\($0.message.messageID)")
    }
    return (ids.sorted(), problems)
  }

  @Test func `every message of every group is told`() throws {
    let (_, fixture) = try purged(7)
    let (ids, problems) = try told(fixture)
    #expect(ids == (0..<7).map { "m\($0)" })
    #expect(problems.isEmpty)
  }

  @Test func `a group without its manifest is a problem and hides no other group`() throws {
    let (spool, fixture) = try purged(7)
    unlink("\(spool.quarantinePath)/run1/1/manifest.ndjson")
    let (ids, problems) = try told(fixture)
    #expect(!ids.isEmpty && ids.count < 7)
    #expect(problems.map(\.kind) == [.quarantine])
    #expect(problems.first?.hidesData == true)
  }

  @Test func `a damaged manifest is a problem and hides no other group`() throws {
    let (spool, fixture) = try purged(7)
    TestSpool.write("{\"folder\":", to: "\(spool.quarantinePath)/run1/2/manifest.ndjson")
    let (ids, problems) = try told(fixture)
    #expect(!ids.isEmpty && ids.count < 7)
    #expect(problems.contains { $0.line == 1 && $0.detail.unmasked.contains("damaged") })
  }

  @Test func `a damaged line of a manifest hides what it names and nothing else`() throws {
    let spool = try TestSpool()
    let boxes = (1...3).map { MailboxID(context: "default", mailbox: ByteText("100\($0)")) }
    for box in boxes { spool.add("m\(box.mailbox)", number: 0, mailbox: box) }
    let fixture = PurgeFixture(spool)
    try fixture.apply(try boxes.map { try fixture.plan([0], mailbox: $0) })
    let path = "\(spool.quarantinePath)/run1/1/manifest.ndjson"
    var lines = TestSpool.read(path).split(separator: "\n").map(String.init)
    try #require(lines.count == 3)
    lines[1] = "X" + lines[1].dropFirst()
    TestSpool.write(lines.joined(separator: "\n") + "\n", to: path)
    let (ids, problems) = try told(fixture)
    #expect(ids == ["m1001", "m1003"])
    let damaged = problems.filter { $0.detail.unmasked.contains("is damaged") }
    #expect(damaged.map(\.line) == [2])
    #expect(damaged.map(\.path) == [ByteText(path)])
    #expect(problems.allSatisfy { $0.hidesData })
  }

  @Test func `the spool's directory is told, and manifests of old can still be read`() throws {
    let (spool, fixture) = try purged(1)
    let identity = try PosixFileOperations().identity(of: fixture.openSpool())
    func entries() throws -> [QuarantineEntry] {
      var entries: [QuarantineEntry] = []
      _ = try fixture.openQuarantine().forEachEntry { entries.append($0) }
      return entries
    }
    #expect(try entries().map(\.spoolDevice) == [identity.device])
    #expect(try entries().map(\.spoolInode) == [identity.inode])
    let path = "\(spool.quarantinePath)/run1/1/manifest.ndjson"
    let old = TestSpool.read(path)
      .replacing(/,"spoolDevice":[0-9]+/, with: "").replacing(/,"spoolInode":[0-9]+/, with: "")
    #expect(!old.contains("spoolInode"))
    TestSpool.write(old, to: path)
    #expect(try entries().map(\.spoolInode) == [nil])
  }

  @Test func `a message that lost its envelope is a problem and not a message less`() throws {
    let (spool, fixture) = try purged(2)
    unlink("\(spool.quarantinePath)/run1/1/1/msg0001.txt")
    let (ids, problems) = try told(fixture)
    #expect(ids == ["m0"])
    let words = problems.map(\.detail.unmasked)
    #expect(words.count == 1 && words[0].contains("1 message without an envelope"), "\(words)")
    #expect(problems.allSatisfy { $0.hidesData })
  }

  @Test func `an expiry in batches unlinks everything and leaves no directory`() throws {
    let (spool, fixture) = try purged(300)
    let expiry = try QuarantineExpirer(
      quarantine: fixture.openQuarantine(), journal: fixture.journal,
      identity: fixture.identity("e1"), owner: NoOwnerSwitch(),
      now: { Timestamp(1_800_000_000 + 8 * 86400) }
    ).expire(olderThan: .days(7), at: Timestamp(1_800_000_000 + 8 * 86400))
    #expect(expiry.unlinked == 300)
    #expect(expiry.problems.isEmpty)
    #expect(TestSpool.names(spool.quarantinePath) == ["run.lock"])
  }
}

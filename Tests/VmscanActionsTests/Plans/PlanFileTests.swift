import Glibc
import Testing
import VmscanModel
import VmscanSystem

@testable import VmscanActions

struct PlanFileTests {
  private func plan(_ ids: [String] = ["a", "b"]) throws -> (TestSpool, StoredPlan) {
    let spool = try TestSpool()
    for (number, id) in ids.enumerated() { spool.add(id, number: Int32(number)) }
    let fixture = PurgeFixture(spool)
    var writer = try PlanWriter(try fixture.header(), to: try nameless(spool))
    try writer.add(try fixture.plan([0]))
    try writer.add(
      PlanExclusion(mailbox: spool.box, folder: .inbox, number: 1, reason: "held: case-17"))
    writer.review.totals.considered = ids.count
    return (spool, try writer.finish())
  }

  private func nameless(_ spool: TestSpool) throws -> Descriptor {
    try PlanFile.makeNameless(
      in: try PosixFileOperations().openDirectory(ByteText(spool.root), in: nil))
  }

  private func bytes(_ plan: StoredPlan, _ spool: TestSpool, _ name: String) throws -> [UInt8] {
    let files = PosixFileOperations()
    let directory = try files.openDirectory(ByteText(spool.root), in: nil)
    try plan.write(to: ByteText(name), in: directory)
    return try files.read(files.openForReading(ByteText(name), in: directory), limit: 1 << 20)
  }

  private func read(_ bytes: [UInt8], _ spool: TestSpool) throws -> StoredPlan {
    let source = try nameless(spool)
    try PosixFileOperations().write(bytes, to: source)
    return try PlanImport.plan(from: source, into: try nameless(spool))
  }

  @Test func `reads back what was written`() throws {
    let (spool, plan) = try plan()
    let written = try bytes(plan, spool, "plan")
    let read = try read(written, spool)
    #expect(read.digest == plan.digest)
    #expect(read.review == plan.review)
    #expect(try bytes(read, spool, "again") == written)
    #expect(TestSpool.names(spool.root).filter { $0.hasPrefix(".vmscan-plan") }.isEmpty)
    var folders = read.folders()
    #expect(try folders.next()?.messages.map(\.messageID) == ["a"])
    #expect(try folders.next() == nil)
  }

  @Test func `a row for many messages says how many stay`() {
    let box = MailboxID(context: "default", mailbox: "1001")
    func row(_ number: Int32?, _ messages: Int) -> String {
      "\(PlanExclusion(mailbox: box, folder: .inbox, number: number, messages: messages, reason: "held"))"
    }
    #expect(row(nil, 5) == "1001@default/INBOX left alone: 5 messages; held")
    #expect(row(nil, 1) == "1001@default/INBOX left alone: 1 message; held")
    #expect(row(3, 1) == "1001@default/INBOX/msg0003: held")
  }

  @Test func `a full disk is told with what could not be written and where`() throws {
    let full = SystemError(
      code: ENOSPC, attempt: "write", path: "/var/lib/vmscan/.vmscan-plan-12 (deleted)")
    #expect(
      PlanFile.explanation(of: full) == """
        cannot write the plan beside the history, in '/var/lib/vmscan': ENOSPC (No space left on device)
        free some space there; nothing was changed
        """)
    let other = SystemError(code: ENOSPC, attempt: "write", path: "/mnt/plan")
    #expect(PlanFile.explanation(of: other) == nil)
    #expect(other.withRemedy.contains("\nfree some space there"))
  }

  @Test func `a failed write names its file`() throws {
    let files = PosixFileOperations()
    let device = try files.openOrCreate(
      "full", in: try files.openDirectory("/dev", in: nil), mode: 0o600)
    let error = #expect(throws: SystemError.self) { try files.write([1], to: device) }
    #expect(error?.path == "/dev/full" && error?.code == ENOSPC)
  }

  @Test func `an existing file is never replaced`() throws {
    let (spool, plan) = try plan()
    TestSpool.write("mine", to: spool.root + "/plan")
    #expect(throws: SystemError.self) { _ = try bytes(plan, spool, "plan") }
    #expect(TestSpool.read(spool.root + "/plan") == "mine")
  }

  @Test func `any changed byte is refused`() throws {
    let (spool, plan) = try plan()
    let whole = try bytes(plan, spool, "plan")
    for index in stride(from: 0, to: whole.count, by: 7) {
      var changed = whole
      changed[index] = changed[index] == 0x31 ? 0x32 : 0x31
      #expect(throws: PurgeRefusal.self) { _ = try read(changed, spool) }
    }
    #expect(throws: PurgeRefusal.planDamaged("it is not complete")) {
      _ = try read(whole.dropLast(), spool)
    }
    #expect(throws: PurgeRefusal.planDamaged("lines follow its end")) {
      _ = try read(whole + Array("F {}\n".utf8), spool)
    }
  }

  /// The fast writing is that of `JSONEncoder`, and what it cannot read is read as any JSON.
  @Test(arguments: ["a", "\"", "\\", "caf\u{E9}", "x\ty", "/"])
  func `a line is canonical whatever a name holds`(name: String) throws {
    let folder = PlannedFolder(
      mailbox: MailboxID(context: ByteText(name), mailbox: ByteText(bytes: [0xFF, 0x31])),
      folder: .urgent, device: .max, inode: 7, existing: 3,
      messages: [
        PlannedMessage(
          number: 2, messageID: ByteText(name), origtime: nil, duration: nil, grade: .inferred,
          reason: name,
          files: [
            PlannedFile(
              suffix: ".txt",
              identity: FileIdentity(
                device: 1, inode: 2, size: 3, modified: -4, changed: 0, mode: 0o100644, owner: 6,
                group: 7, links: 1))
          ]),
        PlannedMessage(
          number: 9998, messageID: "id", origtime: Timestamp(-5), duration: -1, grade: .none,
          reason: "r", files: [PlannedFile(parsing: ".wav 1 2 3 4 5 6 7 8")].compactMap(\.self)),
      ])
    let fast = PlanLine.encode(folder)
    #expect(try String(decoding: fast, as: UTF8.self) == canonical(folder))
    #expect(try PlanLine.decode(fast[...]) == folder)
    let spaced = String(decoding: fast, as: UTF8.self).replacing(",\"", with: ", \"")
    #expect(try PlanLine.decode(Array(spaced.utf8)[...]) == folder)
  }

  private func canonical(_ folder: PlannedFolder) throws -> String {
    String(decoding: try CanonicalJSON.encode(folder), as: UTF8.self)
  }

  @Test func `a plan is applied soon and at home`() throws {
    let header = try plan().1.review.header
    let now = Timestamp(header.created.epochSeconds + 7200)
    func refusal(_ now: Timestamp, _ host: String, _ mode: AsteriskSettings.LockMode)
      -> PurgeRefusal?
    {
      PurgeGuards.refusal(
        header: header, now: now, host: host, lockMode: mode, ageLimit: Age(seconds: 86400))
    }
    #expect(refusal(now, "pbx", .lockfile) == nil)
    #expect(refusal(now, "other", .lockfile) == .otherHost(planned: "pbx", here: "other"))
    #expect(refusal(now, "pbx", .flock) == .lockModeChanged(planned: .lockfile, now: .flock))
    #expect(
      refusal(Timestamp(header.created.epochSeconds - 1), "pbx", .lockfile)
        == .planFromFuture(created: header.created))
    #expect(
      refusal(Timestamp(header.created.epochSeconds + 86401), "pbx", .lockfile)
        == .stalePlan(created: header.created, limit: Age(seconds: 86400)))
  }
}

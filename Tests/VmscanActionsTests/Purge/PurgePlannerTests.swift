import Testing
import VmscanActions
import VmscanModel

struct PurgePlannerTests {
  private func candidate(_ spool: TestSpool, _ number: Int32, id: String) throws -> CandidateMessage
  {
    let fixture = PurgeFixture(spool)
    let planned = try fixture.plan([number]).messages[0]
    let modified = planned.files.first(where: \.isEnvelope)?.identity.modified ?? 0
    return CandidateMessage(
      mailbox: spool.box, folder: .inbox, number: number, messageID: ByteText(id),
      origtime: planned.origtime, bytes: planned.bytes, fileCount: planned.files.count,
      envelopeModified: modified / 1_000_000_000, grade: .delivered)
  }

  private func plan(
    _ spool: TestSpool, _ candidates: [CandidateMessage], coverage: Sentence? = nil
  ) throws -> PurgePlanner.Result {
    let reader = FolderReader()
    let folder = try reader.open(spool.box, .inbox, spool: try PurgeFixture(spool).openSpool())
    return PurgePlanner(lockMode: .lockfile, now: Timestamp(1_800_000_000)).plan(
      spool.box, .inbox,
      removals: candidates.map {
        PurgePlanner.Removal(message: $0, reason: RemovalReason(text: "older than 30d"))
      }, snapshot: try reader.snapshot(of: folder), coverageProblem: coverage)
  }

  @Test func `plans the message that was judged`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0, formats: ["wav", "gsm"])
    let result = try plan(spool, [try candidate(spool, 0, id: "a")])
    #expect(result.exclusions == [])
    #expect(result.folder?.messages.map(\.messageID) == ["a"])
    #expect(result.folder?.messages.first?.files.map(\.suffix) == [".gsm", ".txt", ".wav"])
  }

  @Test func `leaves a message of which a file could not be read`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    let message = try candidate(spool, 0, id: "a")
    TestSpool.removeTree("\(spool.folderPath())/msg0000.txt")
    let result = try plan(spool, [message])
    #expect(result.folder == nil)
    #expect(result.exclusions.map(\.reason) == ["one of its files could not be read"])
  }

  @Test func `a folder as a scan has read it is planned as one that is looked at`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0, formats: ["wav", "gsm"])
    spool.add("b", number: 1)
    TestSpool.write("x", to: "\(spool.folderPath())/msg0001.wav.vtt")
    let reader = FolderReader()
    let folder = try reader.open(spool.box, .inbox, spool: try PurgeFixture(spool).openSpool())
    let looked = try reader.snapshot(of: folder)
    var box = SpoolMailbox(id: spool.box, identity: looked.identity)
    box.folders = [SpoolFolder(folder: .inbox, identity: looked.identity)]
    for (index, message) in looked.messages.enumerated() {
      box.messages.append(MessageRecord(folder: .inbox, number: message.number))
      for file in message.files.reversed() {
        let slice = TextSlice(
          offset: UInt32(box.text.count), length: UInt16(file.suffix.utf8.count))
        box.text += Array(file.suffix.utf8)
        box.files.append(
          MessageFile(message: UInt32(index), suffix: slice, identity: file.identity))
      }
    }
    let read = FolderSnapshot(box.folders[0], of: box, now: Timestamp(1_800_000_000))
    #expect(read.messages == looked.messages)
    #expect(read.messages[1].files.map(\.suffix) == [".txt", ".wav", ".wav.vtt"])
    box.folders[0].lock = .lockFile(age: 61)
    let locked = FolderSnapshot(box.folders[0], of: box, now: Timestamp(1_800_000_000))
    let refusal = PurgeGuards.staleLock(
      folder: locked, mode: .lockfile, now: Timestamp(1_800_000_000))
    #expect(refusal == .staleLock(age: 61))
  }

  @Test func `plans nothing where not everything could be read`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    let result = try plan(spool, [try candidate(spool, 0, id: "a")], coverage: "EACCES")
    #expect(result.folder == nil)
    #expect(result.exclusions.map(\.messages) == [1])
  }

  @Test func `plans nothing beside stray names, orphans and stale locks`() throws {
    for name in ["msg0001.txt.bak", "msg0005.wav", "summary.txt", ".lock"] {
      let spool = try TestSpool()
      spool.add("a", number: 0)
      let message = try candidate(spool, 0, id: "a")
      TestSpool.write("", to: "\(spool.folderPath())/\(name)")
      #expect(try plan(spool, [message]).folder == nil, "\(name)")
    }
  }

  @Test func `caps stop before the first change`() {
    var totals = PlanTotals()
    totals.removed.messages = 11
    totals.considered = 40
    #expect(PurgeGuards.refusal(totals: totals, caps: PurgeGuards.Caps()) == nil)
    #expect(
      PurgeGuards.refusal(totals: totals, caps: PurgeGuards.Caps(maxMessages: 10))
        == .tooManyMessages(planned: 11, allowed: 10))
    #expect(
      PurgeGuards.refusal(totals: totals, caps: PurgeGuards.Caps(maxPercent: 27))
        == .tooLargeShare(percent: 28, allowed: 27))
    #expect(PurgeGuards.refusal(totals: totals, caps: PurgeGuards.Caps(maxPercent: 28)) == nil)
  }

  @Test func `an unknown lock mode is a reason to refuse`() {
    var settings = AsteriskSettings()
    #expect(PurgeGuards.refusal(lockModeOf: settings) == nil)
    let fault = Origin(file: "/etc/asterisk/asterisk.conf", line: 7)
    settings.lockModeDoubt = fault
    let refusal = PurgeGuards.refusal(lockModeOf: settings)
    #expect(refusal == .lockModeUnknown(fault))
    #expect(refusal?.description.contains("asterisk.conf:7") == true)
  }

  @Test func `nothing asked for is never everything`() {
    #expect(
      PurgeGuards.refusal(predicate: MessagePredicate(), hasPolicy: false) == .emptyPredicate)
    #expect(
      PurgeGuards.refusal(predicate: MessagePredicate(older: Age(seconds: 0)), hasPolicy: false)
        == .zeroAge)
    #expect(
      PurgeGuards.refusal(predicate: MessagePredicate(emailed: true), hasPolicy: false) == nil)
  }
}

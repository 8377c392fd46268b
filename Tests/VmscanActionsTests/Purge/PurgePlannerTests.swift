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
    _ spool: TestSpool, _ candidates: [CandidateMessage], coverage: String? = nil
  ) throws -> PurgePlanner.Result {
    try PurgePlanner(lockMode: .lockfile, now: Timestamp(1_800_000_000)).plan(
      spool.box, .inbox,
      removals: candidates.map {
        PurgePlanner.Removal(message: $0, reason: RemovalReason(text: "older than 30d"))
      }, spool: try PurgeFixture(spool).openSpool(), coverageProblem: coverage)
  }

  @Test func `plans the message that was judged`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0, formats: ["wav", "gsm"])
    let result = try plan(spool, [try candidate(spool, 0, id: "a")])
    #expect(result.exclusions == [])
    #expect(result.folder?.messages.map(\.messageID) == ["a"])
    #expect(result.folder?.messages.first?.files.map(\.suffix) == [".gsm", ".txt", ".wav"])
  }

  @Test func `leaves another message under the same number`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    let result = try plan(spool, [try candidate(spool, 0, id: "b")])
    #expect(result.folder == nil)
    #expect(result.exclusions.map(\.reason) == ["changed or moved since it was judged"])
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

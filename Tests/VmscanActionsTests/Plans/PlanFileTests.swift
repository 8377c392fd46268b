import Testing
import VmscanActions
import VmscanModel

struct PlanFileTests {
  private func plan() throws -> (TestSpool, PurgePlan) {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 1)
    let fixture = PurgeFixture(spool)
    let folder = try fixture.plan([0])
    var totals = PlanTotals()
    totals.add(folder)
    let left = PlanExclusion(mailbox: spool.box, folder: .inbox, number: 1, reason: "held: case-17")
    let plan = PurgePlan(
      header: try fixture.header(), folders: [folder], exclusions: [left], totals: totals)
    return (spool, plan)
  }

  @Test func `reads back what was written`() throws {
    let (_, plan) = try plan()
    let read = try PlanFile.read(try PlanFile.bytes(of: plan))
    #expect(read.digest == (try PlanFile.digest(of: plan)))
    // The change time is no part of a plan, so compare through the bytes.
    #expect(try PlanFile.bytes(of: read.plan) == PlanFile.bytes(of: plan))
  }

  @Test func `any changed byte is refused`() throws {
    let (_, plan) = try plan()
    let bytes = try PlanFile.bytes(of: plan)
    for index in stride(from: 0, to: bytes.count, by: 7) {
      var changed = bytes
      changed[index] = changed[index] == 0x31 ? 0x32 : 0x31
      #expect(throws: PurgeRefusal.self) { _ = try PlanFile.read(changed) }
    }
    #expect(throws: PurgeRefusal.planDamaged("it is not complete")) {
      _ = try PlanFile.read(bytes.dropLast())
    }
  }

  @Test func `a plan is applied soon and at home`() throws {
    let header = try plan().1.header
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

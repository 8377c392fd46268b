import Testing
import VmscanModel

struct FleetTrendTests {
  private func run(
    _ site: String, _ number: Int64, day: Int64, critical: Int = 0, retained: Int = 0,
    messages: Int = 0
  ) -> FleetRunFigures {
    var figures = FleetFigures()
    figures.findings[.critical] = critical
    figures.retained = MessageTotals(messages: retained)
    figures.messages = MessageTotals(messages: messages)
    return FleetRunFigures(
      site: site, run: number, time: Timestamp(day * 86_400 + 4 * 3600), figures: figures)
  }

  @Test
  func `a silent site counts with what it said last`() {
    let days = FleetDay.trend(
      of: [
        run("a", 1, day: 100, critical: 1), run("b", 1, day: 100, critical: 4),
        run("a", 2, day: 101, critical: 2), run("a", 3, day: 103, critical: 3),
      ], until: Timestamp(103 * 86_400 + 50_000), days: 90)
    #expect(days.map { $0.figures.findings(.critical) } == [5, 6, 6, 7])
    #expect(days.map(\.reporting) == [2, 1, 0, 1])
    #expect(days.map(\.sites) == [2, 2, 2, 2])
    #expect(days.map(\.day.epochSeconds) == (100...103).map { $0 * 86_400 })
  }

  @Test
  func `a clock that runs ahead makes no day that has not come`() {
    let days = FleetDay.trend(
      of: [run("a", 1, day: 100, critical: 1), run("a", 2, day: 40_000, critical: 2)],
      until: Timestamp(102 * 86_400), days: 90)
    #expect(days.map { $0.figures.findings(.critical) } == [1, 1, 2])
  }

  @Test
  func `a clock that was far behind makes no thousand years`() {
    let days = FleetDay.trend(
      of: [run("a", 1, day: -900_000, critical: 1), run("b", 1, day: 99, critical: 2)],
      until: Timestamp(100 * 86_400), days: 90)
    #expect(days.count == 90)
    #expect(days.last?.figures.findings(.critical) == 3)
  }

  @Test
  func `a figure that doubles or halves is told, noise is not`() {
    let past = (1...8).map { run("a", $0, day: 100 + $0, critical: 1, retained: 40, messages: 100) }
    #expect(FleetJump.find(in: past).isEmpty)
    let jumps = FleetJump.find(
      in: past + [run("a", 9, day: 109, critical: 2, retained: 90, messages: 45)])
    #expect(
      jumps == [
        FleetJump(site: "a", measure: .critical, before: 1, now: 2),
        FleetJump(site: "a", measure: .messages, before: 100, now: 45),
        FleetJump(site: "a", measure: .retained, before: 40, now: 90),
      ])
    #expect(FleetJump.find(in: [run("b", 1, day: 1, critical: 9)]).isEmpty)
    let small = [run("c", 1, day: 1, retained: 2), run("c", 2, day: 2, retained: 8)]
    #expect(FleetJump.find(in: small).isEmpty)
  }

  @Test
  func `the worst site comes first, and silence is by the fleet's clock`() {
    func site(_ name: String, critical: Int, reported: Int64, behind: Int64 = 0) -> FleetSite {
      var figures = FleetFigures()
      figures.findings[.critical] = critical
      return FleetSite(
        name: name, host: name, run: 1, finished: Timestamp(reported - behind),
        reported: Timestamp(reported), received: Timestamp(reported), clockBehind: behind,
        isComplete: true, version: "1", asteriskVersion: nil, reader: "officer", figures: figures)
    }
    let now: Int64 = 1_790_000_000
    let report = FleetReport(
      now: Timestamp(now), silence: Age(seconds: 30 * 3600),
      sites: [
        site("calm", critical: 0, reported: now - 3600),
        site("bad", critical: 3, reported: now - 30 * 3600),
        site("gone", critical: 1, reported: now - 30 * 3600 - 1),
        site("late", critical: 1, reported: now - 60, behind: 90_000),
      ])
    #expect(report.sites.map(\.name) == ["bad", "gone", "late", "calm"])
    #expect(report.silent.map(\.name) == ["gone"])
    #expect(report.sites.filter(\.hasWrongClock).map(\.name) == ["late"])
    #expect(report.totals.findings(.critical) == 5)
  }
}

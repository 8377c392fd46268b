import Testing
import VmscanModel

struct AgeBandTests {
  private let now = Timestamp(1_795_390_000)

  @Test(
    arguments: [
      (0, 0, "under 7 days"), (7, -1, "under 7 days"), (7, 0, "7 to 29 days"),
      (30, 0, "30 to 89 days"), (90, 0, "90 to 179 days"), (180, 0, "180 to 364 days"),
      (365, 0, "1 to 2 years"), (730, 0, "2 to 5 years"), (1825, 0, "5 years and more"),
      (0, -1, "age unknown"),
    ] as [(Int64, Int64, String)])
  func `bands begin at their lower bound`(days: Int64, seconds: Int64, label: String) {
    let age = days * 86400 + seconds
    let index = AgeBand.index(origtime: Timestamp(now.epochSeconds - age), now: now)
    #expect(AgeBand.all[index].label == label)
  }

  @Test func `a message without a time has no age`() {
    #expect(AgeBand.all[AgeBand.index(origtime: nil, now: now)].label == "age unknown")
  }
}

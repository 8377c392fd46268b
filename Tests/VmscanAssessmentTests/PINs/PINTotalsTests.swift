import Testing
import VmscanAssessment
import VmscanModel

struct PINTotalsTests {
  private func totals(_ pins: [String], unreadable: Int = 0) -> PINTotals {
    var scenario = Scenario()
    for (index, pin) in pins.enumerated() {
      scenario.mailbox("\(3001 + index)", pin: pin)
    }
    for index in scenario.configuration.mailboxes.indices.prefix(unreadable) {
      scenario.configuration.mailboxes[index].pinOrigin = .unreadable("secret.conf")
    }
    return Assessor().verdict(scenario.input).totals.pins
  }

  @Test func `every mailbox has one strength, the worst that was found`() {
    let totals = totals(["", "3002", "12", "111111", "481516", "927461", "927461"])
    #expect(totals.byStrength[.noPIN] == 1)
    #expect(totals.byStrength[.guessable] == 3)
    #expect(totals.mailboxes == 7)
    #expect(totals.shared == 2)
  }

  @Test func `lengths fall into bands, a mark before the PIN is no part of it`() {
    let totals = totals(["", "-", "12", "-927", "9274", "-92746", "927461", "9274618"])
    #expect(totals.byLength == [.none: 2, .under4: 2, .from4to5: 2, .from6: 2])
  }

  @Test func `a PIN that could not be read is told apart and has no length`() {
    let totals = totals(["927461", "927462", "927463"], unreadable: 2)
    #expect(totals.byStrength[.notJudged] == 2)
    #expect(totals.byLength == [.from6: 1])
  }
}

import Testing
import VmscanModel

struct CivilTimeTests {
  @Test func `every day of 800 years has the next date and comes back`() {
    var before = CivilTime(epochSeconds: -12_622_780_800 - 86400)
    for day in 0..<292_194 {
      let seconds = -12_622_780_800 + Int64(day) * 86400
      let civil = CivilTime(epochSeconds: seconds)
      if civil.epochSeconds != seconds || !follows(civil, before) {
        Issue.record("day \(day): \(before.dateText) then \(civil.dateText)")
        return
      }
      before = civil
    }
  }

  private func follows(_ next: CivilTime, _ day: CivilTime) -> Bool {
    if next.day != 1 {
      return next.day == day.day + 1 && next.month == day.month && next.year == day.year
    }
    let isLeap = day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day.day == lengths[day.month - 1] else { return false }
    return day.month == 12
      ? next.month == 1 && next.year == day.year + 1
      : next.month == day.month + 1 && next.year == day.year
  }

  @Test func `the clock before 1970 runs forward`() {
    #expect(
      CivilTime(epochSeconds: -1)
        == CivilTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59))
  }

  @Test func `a date prints with four digits of year`() {
    #expect(CivilTime(year: 987, month: 6, day: 5).dateText == "0987-06-05")
  }
}

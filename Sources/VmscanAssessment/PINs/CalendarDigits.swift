/// Years and dates written with digits alone.
enum CalendarDigits {
  /// 1900 to 2099.
  static func isYear(_ digits: [UInt8]) -> Bool {
    digits.count == 4 && (1900...2099).contains(number(digits[...]))
  }

  /// Day and month in either order, alone, with a year of two digits before or after, or with one
  /// of four.
  static func isDate(_ digits: [UInt8]) -> Bool {
    switch digits.count {
    case 4: isDayAndMonth(digits[...])
    case 6: isDayAndMonth(digits.prefix(4)) || isDayAndMonth(digits.suffix(4))
    case 8:
      isYear(Array(digits.prefix(4))) && isDayAndMonth(digits.suffix(4))
        || isYear(Array(digits.suffix(4))) && isDayAndMonth(digits.prefix(4))
    default: false
    }
  }

  /// February has 29 days, the year being unknown or short.
  private static func isDayAndMonth(_ digits: ArraySlice<UInt8>) -> Bool {
    let (first, second) = (number(digits.prefix(2)), number(digits.suffix(2)))
    return isDay(first, inMonth: second) || isDay(second, inMonth: first)
  }

  private static func isDay(_ day: Int, inMonth month: Int) -> Bool {
    switch month {
    case 2: (1...29).contains(day)
    case 4, 6, 9, 11: (1...30).contains(day)
    case 1...12: (1...31).contains(day)
    default: false
    }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1) }
  }
}

/// Patterns in a PIN of digits alone, given as their values 0...9.
struct PINPatterns {
  let digits: [UInt8]

  /// Every pattern found, the more telling one in place of what it implies.
  var weaknesses: [PINWeakness] {
    if isOneDigit { return [.repeatedDigit] }
    if isRun(step: 1) { return [.sequence(.up)] }
    if isRun(step: 9) { return [.sequence(.down)] }
    var found: [PINWeakness] = []
    if isBlockRepeated {
      found.append(.repeatedBlock)
    } else if digits.count >= 4, Set(digits).count <= 2 {
      found.append(.twoDigits)
    }
    if KeypadFigures.contains(digits) { found.append(.keypadPattern) }
    if CalendarDigits.isYear(digits) {
      found.append(.year)
    } else if CalendarDigits.isDate(digits) {
      found.append(.date)
    }
    return found
  }

  private var isOneDigit: Bool { longestRun(step: 0) >= min(max(digits.count, 2), 6) }

  /// Modulo ten, as `voicemailpwcheck.py` counts on from 9 to 0; six in a row or, in a shorter
  /// PIN, all of it.
  private func isRun(step: UInt8) -> Bool {
    longestRun(step: step) >= min(max(digits.count, 3), 6)
  }

  private func longestRun(step: UInt8) -> Int {
    var longest = digits.isEmpty ? 0 : 1
    var current = longest
    for (digit, next) in zip(digits, digits.dropFirst()) {
      current = (digit + step) % 10 == next ? current + 1 : 1
      longest = max(longest, current)
    }
    return longest
  }

  private var isBlockRepeated: Bool {
    guard digits.count >= 4 else { return false }
    return (2...digits.count / 2).contains { length in
      digits.count % length == 0 && zip(digits, digits.dropFirst(length)).allSatisfy { $0 == $1 }
    }
  }
}

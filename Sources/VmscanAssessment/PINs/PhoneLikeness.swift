/// Compares a PIN with the last digits of telephone numbers, which callers of the owner know.
enum PhoneLikeness {
  /// The longest likeness: the PIN is the last three digits or more of a number, or it is the last
  /// four with at most two digits beside them, which leaves a guesser a hundred to try.
  static func weakness(of pin: [UInt8], _ phoneNumbers: [String]) -> PINWeakness? {
    let numbers = phoneNumbers.map { number in
      number.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
    }
    if pin.count >= 3, numbers.contains(where: { $0.suffix(pin.count) == pin[...] }) {
      return .phoneSuffix(digits: pin.count)
    }
    guard (5...6).contains(pin.count) else { return nil }
    let isPart = numbers.contains { number in
      let last = number.suffix(4)
      return last.count == 4
        && (pin.starts(with: last) || pin.suffix(4).elementsEqual(last))
    }
    return isPart ? .phoneSuffix(digits: 4) : nil
  }
}

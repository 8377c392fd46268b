extension FixedWidthInteger {
  /// Reads decimal digits alone: no sign, no blank, no leading zero, for `010` and `0600` may have
  /// been meant as octal.
  package init?(plain text: some StringProtocol) {
    let digits = text.utf8
    guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      digits.first != 0x30 || digits.count == 1
    else { return nil }
    self.init(String(text))
  }
}

/// How the PINs in force of the configured mailboxes were judged.
///
/// Counts over the whole site only: neither a PIN, nor its length, nor whose it is can be known.
package struct PINTotals: Sendable, Hashable {
  /// Mailboxes by the worst that was said of their PIN; an absent strength means none.
  package var byStrength: [PINStrength: Int]
  /// Mailboxes by the length of their PIN, those with a PIN that could be read.
  package var byLength: [PINLengthBand: Int]
  /// Mailboxes that have the same PIN as another one.
  package var shared: Int

  package init(
    byStrength: [PINStrength: Int] = [:], byLength: [PINLengthBand: Int] = [:], shared: Int = 0
  ) {
    self.byStrength = byStrength
    self.byLength = byLength
    self.shared = shared
  }

  /// Mailboxes that were looked at.
  package var mailboxes: Int { byStrength.values.reduce(0, +) }
}

/// What the worst weakness of a PIN amounts to, weakest first.
package enum PINStrength: String, Sendable, Codable, CaseIterable {
  /// No PIN is asked.
  case noPIN
  /// The mailbox number, a telephone number, one digit, a run, or under four digits.
  case guessable
  /// Too short, common, or a pattern.
  case weak
  /// Could be a date, or cannot be typed.
  case doubtful
  case noWeaknessFound
  /// Kept in a file that could not be read.
  case notJudged
}

/// A range of PIN lengths.
package enum PINLengthBand: String, Sendable, Codable, CaseIterable {
  case none, under4, from4to5, from6

  package init(length: Int) {
    self =
      switch length {
      case ...0: .none
      case ..<4: .under4
      case ..<6: .from4to5
      default: .from6
      }
  }
}

package import VmscanModel

/// One reason why a PIN protects badly; says neither the PIN nor a digit of it.
package enum PINWeakness: Sendable, Hashable {
  package enum Direction: Sendable, Hashable { case up, down }

  /// Empty or a lone `-`: whoever reaches the mailbox is in (`vm_authenticate`).
  case noneAsked
  /// Asterisk never takes `*` as the first key of a PIN.
  case startsWithStar
  /// Holds something that is no key of a telephone, or `#`, which ends the entry.
  case cannotBeTyped
  /// Both in digits.
  case tooShort(length: Int, minimum: Int)
  case equalsMailbox
  case reversesMailbox
  case containsMailbox
  /// The beginning or the end of the mailbox number.
  case partOfMailbox
  /// Made of the last digits, so many, of a telephone number of the owner.
  case phoneSuffix(digits: Int)
  /// All digits the same, or six in a row.
  case repeatedDigit
  /// Digits counting up or down throughout, or six in a row.
  case sequence(Direction)
  case repeatedBlock
  /// No more than two different digits.
  case twoDigits
  case keypadPattern
  /// 1900 to 2099.
  case year
  /// A day and month, with or without a year.
  case date
  /// Upper end of the part of the common-PIN list that holds the PIN, among those of its length;
  /// the rank itself would name the PIN.
  case common(rank: Int)
  /// Stands in the voicemail.conf that Asterisk ships as an example.
  case shippedExample

  /// What is wrong, without a full stop; "it" is the PIN.
  package var summary: Sentence {
    switch self {
    case .noneAsked: "none is asked, so whoever reaches the mailbox is in"
    case .startsWithStar: "it starts with * and can never be typed"
    case .cannotBeTyped: "it holds characters that no telephone can type"
    case .tooShort(let length, let minimum):
      "it has \(length, "digit"), fewer than the minimum of \(minimum)"
    case .equalsMailbox: "it is the mailbox number"
    case .reversesMailbox: "it is the mailbox number backwards"
    case .containsMailbox: "it contains the mailbox number"
    case .partOfMailbox: "it is the beginning or the end of the mailbox number"
    case .phoneSuffix(let digits):
      "it consists of the last \(digits, "digit") of a telephone number of the owner"
    case .repeatedDigit: "it repeats one digit"
    case .sequence(.up): "it counts up"
    case .sequence(.down): "it counts down"
    case .repeatedBlock: "it repeats one group of digits"
    case .twoDigits: "it has only two different digits"
    case .keypadPattern: "it is a pattern on the keypad"
    case .year: "it is a year"
    case .date: "it could be a date"
    case .common(let rank) where rank <= Self.ordered:
      "it is one of the \(rank) most common ones of its length"
    case .common: "it is on the list of common PINs"
    case .shippedExample: "it is in the example configuration that Asterisk ships"
    }
  }

  package var severity: Severity {
    switch self {
    case .noneAsked: .critical
    case .equalsMailbox, .reversesMailbox, .phoneSuffix, .repeatedDigit, .sequence: .high
    case .tooShort(let length, _): length < 4 ? .high : .medium
    case .containsMailbox, .partOfMailbox, .repeatedBlock, .twoDigits, .keypadPattern, .year,
      .common, .shippedExample:
      .medium
    case .date, .startsWithStar, .cannotBeTyped: .low
    }
  }

  /// So many PINs of four digits at the head of the list stand in a published order.
  static let ordered = 20
}

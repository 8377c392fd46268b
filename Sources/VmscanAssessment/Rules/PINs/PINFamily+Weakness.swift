extension PINFamily {
  init(of weakness: PINWeakness) {
    self =
      switch weakness {
      case .noneAsked: .none
      case .tooShort: .short
      case .equalsMailbox: .mailbox
      case .reversesMailbox, .containsMailbox, .partOfMailbox: .madeFromMailbox
      case .phoneSuffix: .phoneNumber
      case .repeatedDigit: .repeated
      case .sequence: .sequence
      case .repeatedBlock, .twoDigits, .keypadPattern: .pattern
      case .year, .date: .date
      case .common, .shippedExample: .common
      case .startsWithStar, .cannotBeTyped: .untypable
      }
  }
}

/// The ways in which a PIN can be weak, one rule for each.
enum PINFamily: Sendable, CaseIterable {
  /// No PIN is asked.
  case none
  case short, mailbox, madeFromMailbox, phoneNumber, repeated, sequence, pattern, date, common
  case untypable
}

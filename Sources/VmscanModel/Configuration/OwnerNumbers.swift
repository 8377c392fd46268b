/// Telephone numbers of mailbox owners as the configuration gives them, for the judgement of PINs.
///
/// In memory only, as a `PIN` is: nothing prints or stores them.
package struct OwnerNumbers: Sendable {
  /// Digits of each number, by mailbox without case.
  private var numbers: [MailboxID: [String]] = [:]

  package init() {}

  package var isEmpty: Bool { numbers.isEmpty }

  package subscript(mailbox: MailboxID) -> [String] {
    numbers.isEmpty ? [] : numbers[mailbox.folded] ?? []
  }

  /// Adds a number; nothing when it has too few digits to be taken for a PIN.
  package mutating func add(_ number: some Sequence<UInt8>, of mailbox: MailboxID) {
    let digits = number.filter { $0 >= 0x30 && $0 <= 0x39 }
    guard digits.count >= 3 else { return }
    let text = String(decoding: digits, as: UTF8.self)
    let key = mailbox.folded
    if numbers[key]?.contains(text) != true { numbers[key, default: []].append(text) }
  }
}

extension OwnerNumbers: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "<numbers>" }
  package var debugDescription: String { "<numbers>" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

import VmscanModel

/// Compares a PIN with the mailbox number, whole and without digits that repeat the context's.
///
/// Where contexts are numbered, as `320` with mailbox `3201001`, the owner knows the mailbox as
/// `1001`.
struct MailboxLikeness {
  /// Fewer digits are in most PINs by chance.
  private static let shortest = 3

  private let numbers: [[UInt8]]

  init(_ mailbox: MailboxID) {
    let whole = mailbox.mailbox.lowercased.bytes
    let site = mailbox.context.bytes.filter { $0 >= 0x30 && $0 <= 0x39 }
    let rest = whole.dropFirst(site.count)
    let isPrefixed = !site.isEmpty && whole.starts(with: site) && rest.count >= Self.shortest
    numbers = isPrefixed ? [whole, Array(rest)] : [whole]
  }

  /// The closest likeness; `nil` when there is none.
  func weakness(of pin: [UInt8]) -> PINWeakness? {
    let pin = ByteText(bytes: pin).lowercased.bytes
    if numbers.contains(pin) { return .equalsMailbox }
    let long = numbers.filter { $0.count >= Self.shortest }
    if long.contains(where: { $0.reversed() == pin }) { return .reversesMailbox }
    if long.contains(where: { Self.contains(pin, $0) }) { return .containsMailbox }
    guard pin.count >= Self.shortest else { return nil }
    let isPart = numbers.contains {
      $0.starts(with: pin) || $0.reversed().starts(with: pin.reversed())
    }
    return isPart ? .partOfMailbox : nil
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    text.indices.contains { text[$0...].starts(with: part) }
  }
}

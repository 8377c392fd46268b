import VmscanLists
package import VmscanModel

/// Judges PINs in force; every result is free of the PIN itself.
package struct PINJudge: Sendable {
  private let minimumLength: Int

  package init(settings: AssessmentSettings) { minimumLength = settings.minimumPINLength }

  /// Every weakness, worst first; empty for a PIN with none.
  ///
  /// A leading `-` (the user may not change the PIN) is no part of it. Of a PIN that cannot be
  /// typed nothing else is said, since nobody can guess it by telephone either. The telephone
  /// numbers are the owner's; anything but digits in them is skipped.
  package func weaknesses(
    of pin: PIN, mailbox: MailboxID, phoneNumbers: [String]
  ) -> [PINWeakness] {
    let found = pin.withBytes { bytes in
      judge(Self.effective(bytes), mailbox: mailbox, phoneNumbers: phoneNumbers)
    }
    guard found.count > 1 else { return found }
    return Severity.allCases.reversed().flatMap { level in found.filter { $0.severity == level } }
  }

  /// Groups of at least `threshold` mailboxes, and at least two, that have the same PIN.
  ///
  /// The largest group comes first, mailboxes stand in order. Mailboxes without a PIN form none.
  package static func sharedGroups(
    _ pins: [(MailboxID, PIN)], threshold: Int
  ) -> [[MailboxID]] {
    var groups: [PIN: [MailboxID]] = [:]
    for (mailbox, pin) in pins {
      let typed = pin.withBytes { PIN(Array(effective($0))) }
      if typed.withBytes({ !$0.isEmpty }) { groups[typed, default: []].append(mailbox) }
    }
    return groups.values.filter { $0.count >= max(threshold, 2) }
      .map { $0.sorted() }
      .sorted { left, right in
        left.count == right.count
          ? left.lexicographicallyPrecedes(right) : left.count > right.count
      }
  }

  /// The part the owner types (`vm_authenticate` skips one `-`).
  static func effective(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
  }

  private func judge(
    _ pin: ArraySlice<UInt8>, mailbox: MailboxID, phoneNumbers: [String]
  ) -> [PINWeakness] {
    guard let first = pin.first else { return [.noneAsked] }
    if first == UInt8(ascii: "*") { return [.startsWithStar] }
    guard pin.allSatisfy(Self.isKey) else { return [.cannotBeTyped] }
    let bytes = Array(pin)
    var found: [PINWeakness] = []
    if let likeness = MailboxLikeness(mailbox).weakness(of: bytes) {
      found.append(likeness)
    }
    if found.first != .equalsMailbox, let phone = PhoneLikeness.weakness(of: bytes, phoneNumbers) {
      found.append(phone)
    }
    if bytes.count < minimumLength {
      found.append(.tooShort(length: bytes.count, minimum: minimumLength))
    }
    if bytes.allSatisfy(Self.isDigit) {
      found += PINPatterns(digits: bytes.map { $0 - UInt8(ascii: "0") }).weaknesses
      found += Self.listed(bytes)
    }
    return found
  }

  private static func listed(_ pin: [UInt8]) -> [PINWeakness] {
    var found: [PINWeakness] = []
    if let rank = ranks[pin] {
      let isOrdered = pin.count == 4 && rank <= PINWeakness.ordered
      found.append(.common(rank: isOrdered ? PINWeakness.ordered : CommonPINs.entries))
    }
    if shippedExamples.contains(pin) { found.append(.shippedExample) }
    return found
  }

  private static let ranks = CommonPINs.ordered.ranks
  private static let shippedExamples = Set(
    CommonPINs.asteriskSample.lines.map { Array($0.utf8) })

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// What `ast_waitfordigit` can give before `#` ends the entry.
  private static func isKey(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "*") || byte >= 0x41 && byte <= 0x44
  }
}

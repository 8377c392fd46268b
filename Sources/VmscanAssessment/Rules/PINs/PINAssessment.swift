import VmscanModel

/// The verdicts on all PINs, made once; holds what is weak, never a PIN.
struct PINAssessment: Sendable {
  private var weaknesses: [MailboxID: [PINFamily: [PINWeakness]]] = [:]
  private var defaults: Set<MailboxID> = []
  private var sharers: [MailboxID: Int] = [:]

  init(_ mailboxes: [ConfiguredMailbox], settings: AssessmentSettings) {
    let judge = PINJudge(settings: settings)
    var asked: [(MailboxID, PIN)] = []
    for mailbox in mailboxes where mailbox.pinOrigin.isKnown {
      let found = judge.weaknesses(
        of: mailbox.pin, mailbox: mailbox.id,
        phoneNumbers: settings.phoneNumbers[mailbox.id] ?? [])
      let families = Dictionary(grouping: found, by: PINFamily.init(of:))
      weaknesses[mailbox.id] = families
      if families[.none] == nil { asked.append((mailbox.id, mailbox.pin)) }
      if Self.isDefault(mailbox) { defaults.insert(mailbox.id) }
    }
    let groups = PINJudge.sharedGroups(
      asked, threshold: max(2, settings.sharedPINThreshold))
    for group in groups {
      for mailbox in group { sharers[mailbox] = group.count - 1 }
    }
  }

  /// What is weak in one way, worst first; empty when nothing is.
  func weaknesses(of mailbox: MailboxID, in family: PINFamily) -> [PINWeakness] {
    weaknesses[mailbox]?[family] ?? []
  }

  /// Other mailboxes with the same PIN, when there are too many.
  func sharers(of mailbox: MailboxID) -> Int? { sharers[mailbox] }

  /// No PIN, or one that equals the mailbox number.
  func isDefault(_ mailbox: ConfiguredMailbox) -> Bool { defaults.contains(mailbox.id) }

  /// A leading `-` only forbids the owner to change the PIN (`check_password`).
  private static func isDefault(_ mailbox: ConfiguredMailbox) -> Bool {
    mailbox.pin.withBytes { bytes in
      let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
      return digits.isEmpty
        || ByteText(bytes: digits).lowercased == mailbox.id.mailbox.lowercased
    }
  }
}

import VmscanModel

/// Judges the PINs of a site; holds who shares one, never a PIN.
struct PINAssessment: Sendable {
  private let judge: PINJudge
  private let phoneNumbers: [MailboxID: [String]]
  private let ownerNumbers: OwnerNumbers
  /// Other mailboxes with the same PIN, by mailbox, where there are too many.
  private var sharers: [MailboxID: Int] = [:]
  /// Mailboxes that have the same PIN as another one.
  private(set) var sharing = 0

  init(_ configuration: VoicemailConfiguration, settings: AssessmentSettings) {
    let mailboxes = configuration.mailboxes
    judge = PINJudge(settings: settings)
    phoneNumbers = settings.phoneNumbers
    ownerNumbers = configuration.ownerNumbers
    let known = mailboxes.lazy.filter(\.pinOrigin.isKnown).map { ($0.id, $0.pin) }
    for group in PINJudge.sharedGroups(Array(known), threshold: 2) {
      sharing += group.count
      guard group.count >= settings.sharedPINThreshold else { continue }
      for mailbox in group { sharers[mailbox] = group.count - 1 }
    }
  }

  func verdict(on mailbox: ConfiguredMailbox) -> PINVerdict {
    guard mailbox.pinOrigin.isKnown else { return PINVerdict() }
    return PINVerdict(
      weaknesses: judge.weaknesses(
        of: mailbox.pin, mailbox: mailbox.id,
        phoneNumbers: (phoneNumbers[mailbox.id] ?? []) + ownerNumbers[mailbox.id]),
      sharers: sharers[mailbox.id], isDefault: Self.isDefault(mailbox))
  }

  /// A leading `-` only forbids the owner to change the PIN (`check_password`).
  private static func isDefault(_ mailbox: ConfiguredMailbox) -> Bool {
    mailbox.pin.withBytes { bytes in
      let digits = bytes.first == 0x2D ? bytes.dropFirst() : bytes[...]
      return digits.isEmpty
        || ByteText(bytes: digits).lowercased == mailbox.id.mailbox.lowercased
    }
  }
}

/// What is said of one mailbox's PIN; nothing when it could not be read.
struct PINVerdict: Sendable {
  /// Worst first.
  var weaknesses: [PINWeakness] = []
  /// Other mailboxes with the same PIN, when there are too many.
  var sharers: Int?
  /// No PIN, or one that equals the mailbox number.
  var isDefault = false
}

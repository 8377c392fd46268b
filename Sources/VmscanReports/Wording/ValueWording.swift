package import VmscanModel

extension Severity {
  /// What the severity asks of the reader.
  package var meaning: String {
    switch self {
    case .critical: "recordings are being lost or are open to strangers; act now"
    case .high: "recordings leave the organisation or a box is easy to break into; act this week"
    case .medium: "a rule or policy is not met; plan the change"
    case .low: "housekeeping"
    case .informational: "for your information"
    }
  }

  /// Highest first, as reports list them.
  static var descending: [Severity] { allCases.sorted(by: >) }
}

extension EmailGrade {
  /// The grade in words for a table.
  package var title: String {
    switch self {
    case .delivered: "delivered"
    case .handedOver: "handed over"
    case .inferred: "inferred"
    case .failed: "failed"
    case .absent: "absent"
    case .noticeOnly: "notice only"
    case .none: "none"
    }
  }

  /// What the grade says about a message, for a reader who has never seen a PBX.
  package var meaning: String {
    switch self {
    case .delivered: "a mail server accepted the recording for every recipient"
    case .handedOver: "given to the mail system; no final word on delivery yet"
    case .inferred: "the settings called for an e-mail with the recording; no log covers the time"
    case .failed: "the e-mail bounced, expired or was refused for at least one recipient"
    case .absent: "a log covers the time and shows no e-mail"
    case .noticeOnly: "e-mailed without the recording"
    case .none: "nothing says that an e-mail was due"
    }
  }
}

extension DestinationClass {
  /// The class in words for a table.
  package var title: String {
    switch self {
    case .own: "own domain"
    case .approved: "approved partner"
    case .external: "other organisation"
    case .personal: "private address"
    case .disposable: "throw-away address"
    case .undeliverable: "undeliverable"
    case .lookAlike: "look-alike domain"
    }
  }

  /// What the class means.
  package var meaning: String {
    switch self {
    case .own: "a domain of this site"
    case .approved: "a partner domain the settings approve"
    case .external: "another organisation's domain, not approved"
    case .personal: "a free mail or internet access provider"
    case .disposable: "a throw-away mail service anybody may read"
    case .undeliverable: "malformed or reserved; mail to it is lost"
    case .lookAlike: "one letter away from an own or well-known domain"
    }
  }
}

extension PINStrength {
  /// The strength in words for a table.
  package var title: String {
    switch self {
    case .noPIN: "no PIN asked"
    case .guessable: "guessed at once"
    case .weak: "weak"
    case .doubtful: "doubtful"
    case .noWeaknessFound: "no weakness found"
    case .notJudged: "not judged"
    }
  }

  /// What it says, for a reader who has never seen a PBX.
  package var meaning: String {
    switch self {
    case .noPIN: "whoever reaches the mailbox is in"
    case .guessable: "mailbox or telephone number, one digit, a run, or under 4 digits"
    case .weak: "too short, common, a year or a pattern"
    case .doubtful: "could be a date, or cannot be typed"
    case .noWeaknessFound: "passes every check"
    case .notJudged: "kept in a file that could not be read"
    }
  }

  /// Asks for a new PIN.
  package var isWeak: Bool {
    switch self {
    case .noPIN, .guessable, .weak: true
    case .doubtful, .noWeaknessFound, .notJudged: false
    }
  }
}

extension PINTotals {
  /// Lengths and sharing in one sentence; empty without a PIN that could be read.
  var sentence: String {
    let bands: [(PINLengthBand, String)] = [
      (.none, "none"), (.under4, "under 4 digits"), (.from4to5, "4 or 5 digits"),
      (.from6, "6 digits or more"),
    ]
    let words = bands.compactMap { band, title in
      byLength[band].map { "\(title) \(Wording.number($0))" }
    }
    guard !words.isEmpty else { return "" }
    let sharing =
      shared == 0
      ? "no two mailboxes share a PIN"
      : "\(Wording.number(shared)) mailboxes have the same PIN as another"
    return "Length: \(words.joined(separator: ", ")); \(sharing)."
  }
}

extension FindingSubject {
  /// The subject as one escaped piece of text.
  package var title: String { TerminalText.escape(description) }

  /// Context the subject lies in; `nil` for the system and files.
  var context: ByteText? {
    switch self {
    case .context(let name): name
    case .mailbox(let id): id.context
    case .system, .file, .device: nil
    }
  }

  /// `system`, `context`, `mailbox`, `file` or `device`.
  var kind: String {
    switch self {
    case .system: "system"
    case .context: "context"
    case .mailbox: "mailbox"
    case .file: "file"
    case .device: "device"
    }
  }
}

extension QuarantineTotals {
  /// Something waits, or it is not known that nothing does.
  package var isWorthSaying: Bool { amount.messages > 0 || reading != .complete }

  /// Amount, age and end: `3 messages, 9 KiB, 1 min of audio, the oldest from 2026-11-22 (84 days
  /// ago), until 2027-02-21`.
  package func words(now: Timestamp) -> String {
    switch reading {
    case .notRead: "not read"
    case .partial: "at least " + Wording.amount(amount) + circumstances(now: now)
    case .complete: Wording.amount(amount) + circumstances(now: now)
    }
  }

  private func circumstances(now: Timestamp) -> String {
    let age = oldest.map {
      ", the oldest from \($0.dateText) (\(Wording.age(of: $0, now: now)) ago)"
    }
    return (age ?? "") + (ends.isEmpty ? "" : ", " + ends)
  }

  /// `until 2027-02-21`, or from the first day to the last.
  package var ends: String {
    guard let firstEnd, let lastEnd else { return "" }
    return firstEnd.dateText == lastEnd.dateText
      ? "until \(lastEnd.dateText)" : "until \(firstEnd.dateText) to \(lastEnd.dateText)"
  }
}

/// The sentence printed with every report.
package enum Caution {
  package static let text =
    "This report shows facts and gaps found by a scan. Laws and standards put duties on the"
    + " organisation; a scan does not certify that they are met."
}

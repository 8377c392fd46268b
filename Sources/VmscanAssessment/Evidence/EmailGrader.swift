package import VmscanModel

/// Decides for each message how well it is known that it was e-mailed.
///
/// Facts: `notify_new_message`, `sendmail`, `make_email_file` and `copy_message` of app_voicemail.
/// Nothing is raised by doubt: of several possible grades the weakest is given.
package struct EmailGrader: Sendable {
  /// Seconds a log must cover before the expected time to prove that no mail was sent.
  static let coverageLead: Int64 = 10
  /// The same after it, when a busy server may still have logged the mail.
  static let coverageMargin: Int64 = 60
  /// Seconds by which a server may try a mail after its life in the queue.
  static let lastTry: Int64 = 12 * 3600

  let coverage: [LogCoverage]
  let now: Timestamp
  let asteriskVersion: AsteriskVersion?
  /// Seconds that a mail server keeps a mail in its queue.
  let queueLife: Int64
  /// A log whose mails name no mailbox has shown one of this PBX's.
  let showsRecipients: Bool
  /// The mail command may make a smaller recording of the one it gets.
  let mailIsRecoded: Bool
  let recordedFormats: [ByteText]?
  package let hosts: PBXHosts

  /// Takes what is the same for all mailboxes.
  ///
  /// - Parameters:
  ///   - coverage: Stretches of logs that show this PBX's voicemail mails.
  ///   - now: The clock, for mails that have outlived their queue.
  ///   - asteriskVersion: The release, for Urgent messages; `nil` means a present one.
  ///   - recordedFormats: The global `format` list; with it an `attachfmt` that is only a
  ///     part of a recorded name is taken for a mail without audio.
  ///   - queueLife: How long a mail server keeps a mail; the MTAs' default is five days.
  ///   - mailIsRecoded: Whether the mail command is more than a mail program.
  ///   - showsRecipients: Whether a log whose mails name no mailbox has shown a mail to just one
  ///     mailbox's addresses: then its silence about others means something.
  ///   - hosts: Which PBXs' mails count.
  package init(
    coverage: [LogCoverage], now: Timestamp, asteriskVersion: AsteriskVersion?,
    recordedFormats: [ByteText]? = nil, queueLife: Age = .days(5), mailIsRecoded: Bool = false,
    showsRecipients: Bool = true, hosts: PBXHosts = .unknown
  ) {
    self.showsRecipients = showsRecipients
    self.coverage = Self.merged(coverage)
    self.now = now
    self.asteriskVersion = asteriskVersion
    self.recordedFormats = recordedFormats
    self.queueLife = queueLife.seconds
    self.mailIsRecoded = mailIsRecoded
    self.hosts = hosts
  }

  /// One grade per message of the directory, in the same order.
  ///
  /// The mails are those that name the mailbox, those without a mailbox that went to one of its
  /// addresses, and those of the mailboxes its copies were first left for.
  package func grades(
    for directory: SpoolMailbox, configured: ConfiguredMailbox?, mails: [MailRecord],
    knowledge: DestinationKnowledge?, gone: [DestinationKnowledge] = [],
    among surroundings: MailSurroundings = MailSurroundings()
  ) -> [EmailGrade] {
    graded(
      directory, configured: configured, mails: mails, knowledge: knowledge, gone: gone,
      among: surroundings
    ).grades
  }

  /// What is known of the messages of one directory.
  package struct Graded: Sendable {
    /// One per message, in the same order.
    package var grades: [EmailGrade]
    /// What is to be remembered of their mails, by place of the message.
    fileprivate(set) var remarks: [Int: [(claim: MailClaim, isReadBeyond: Bool)]] = [:]

    /// What is certain as long as the messages stay.
    package var claims: [MailClaim] {
      remarks.isEmpty
        ? [] : remarks.values.joined().filter(\.isReadBeyond).map(\.claim)
    }

    /// The same, and what is to be remembered of messages that are to be removed.
    package func claims(removing places: Set<Int>) -> [MailClaim] {
      remarks.flatMap { place, all in
        all.filter { $0.isReadBeyond || places.contains(place) }.map(\.claim)
      }
    }
  }

  /// The grades with what is to be remembered of the mails.
  package func graded(
    _ directory: SpoolMailbox, configured: ConfiguredMailbox?, mails: [MailRecord],
    knowledge: DestinationKnowledge?, gone: [DestinationKnowledge] = [],
    among surroundings: MailSurroundings = MailSurroundings()
  ) -> Graded {
    let due = MailDuty(
      of: directory, configured: configured, knowledge: knowledge, gone: gone,
      surroundings: surroundings, grader: self)
    guard let matcher = matcher(of: directory, duty: due, mails: mails) else {
      if let obstructed = due.obstructed {
        return Graded(
          grades: [EmailGrade](repeating: obstructed.grade, count: directory.messages.count))
      }
      let grades: [EmailGrade] = directory.messages.map {
        isPlainlyDue($0, due)
          ? .inferred : judgement(of: $0, duty: due, match: nil, isShown: shown(due)).grade
      }
      return Graded(grades: grades)
    }
    let matches = matcher.matches()
    let grades = directory.messages.indices.map {
      judgement(
        of: directory.messages[$0], duty: due, match: matches.match(of: $0),
        isShown: shown(due, matches)
      ).grade
    }
    return Graded(grades: grades, remarks: matcher.claims(of: matches))
  }

  /// The grade of one message with the facts behind it.
  package func verdict(
    for index: Int, in directory: SpoolMailbox, configured: ConfiguredMailbox?,
    mails: [MailRecord], knowledge: DestinationKnowledge?, gone: [DestinationKnowledge] = [],
    among surroundings: MailSurroundings = MailSurroundings()
  ) -> EmailVerdict {
    let due = MailDuty(
      of: directory, configured: configured, knowledge: knowledge, gone: gone,
      surroundings: surroundings, grader: self)
    let matches = matcher(of: directory, duty: due, mails: mails)?.matches()
    let judgement = judgement(
      of: directory.messages[index], duty: due, match: matches?.match(of: index),
      isShown: shown(due, matches))
    let mail = judgement.mail
    return EmailVerdict(
      grade: judgement.grade, reasons: judgement.facts.map(\.sentence),
      mail: mail.map(\.messageID), recipients: mail?.recipients ?? [])
  }

  private func shown(_ duty: MailDuty, _ matches: MailMatches? = nil) -> ShownByRecipients {
    ShownByRecipients(
      // An address without a domain may stand in a log as an alias's target.
      asHandedIn: showsRecipients && duty.addresses.allSatisfy { $0.bytes.contains(0x40) },
      itself: matches?.isShown ?? false)
  }

  /// `nil` when no mail can belong to this directory, the common case.
  private func matcher(
    of directory: SpoolMailbox, duty: MailDuty, mails: [MailRecord]
  ) -> MailMatcher? {
    // Copies have the mails of the mailbox they were first left for.
    guard duty.mayHaveMail || mails.contains(where: { duty.isOfAnother($0) }), !mails.isEmpty
    else { return nil }
    return MailMatcher(grader: self, directory: directory, duty: duty, mails: mails)
  }

  /// Stretches of one log that touch become one.
  private static func merged(_ coverage: [LogCoverage]) -> [LogCoverage] {
    var result: [LogCoverage] = []
    func order(_ stretch: LogCoverage) -> (ByteText, Int, Timestamp) {
      (stretch.log, stretch.naming.rawValue, stretch.from)
    }
    for stretch in coverage.sorted(by: { order($0) < order($1) }) {
      if let last = result.last, last.log == stretch.log,
        last.naming == stretch.naming, stretch.from <= last.to
      {
        result[result.count - 1].to = max(last.to, stretch.to)
      } else {
        result.append(stretch)
      }
    }
    return result
  }

  /// Whether one log covers the whole time with margin.
  ///
  /// `isShown` is what logs whose mails name no mailbox have shown.
  func isCovered(from: Timestamp, to: Timestamp, isShown: ShownByRecipients) -> LogCoverage? {
    coverage.first { stretch in
      isShown.trusts(stretch.naming)
        && stretch.from.epochSeconds &+ Self.coverageLead <= from.epochSeconds
        && stretch.to.epochSeconds &- Self.coverageMargin >= to.epochSeconds
    }
  }
}

/// What logs whose mails are known by recipients have shown, and so what their silence means.
struct ShownByRecipients: Sendable {
  /// Mails of this PBX, where recipients are named as they were handed in.
  var asHandedIn: Bool
  /// Mails of this very mailbox.
  var itself: Bool

  func trusts(_ naming: LogCoverage.Naming) -> Bool {
    switch naming {
    case .messageID: true
    case .recipients: asHandedIn || itself
    case .targets: itself
    }
  }
}

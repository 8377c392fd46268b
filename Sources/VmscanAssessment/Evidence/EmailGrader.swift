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
  /// Seconds after which a deferred mail has outlived the usual queue life of five days.
  static let queueLife: Int64 = 6 * 86400

  let coverage: [LogCoverage]
  let now: Timestamp
  let asteriskVersion: AsteriskVersion?
  /// Mails of logs that name no mailbox, ordered by `accepted`.
  let unaddressedMails: [MailRecord]
  let recordedFormats: [ByteText]?
  let pbxHost: ByteText?

  /// Takes what is the same for all mailboxes.
  ///
  /// - Parameters:
  ///   - coverage: Stretches of logs that show this PBX's voicemail mails.
  ///   - now: The clock that tells which mails have outlived their queue.
  ///   - asteriskVersion: The release, for Urgent messages; `nil` means a present one.
  ///   - recordedFormats: The global `format` list; with it an `attachfmt` that is only a
  ///     part of a recorded name is taken for a mail without audio.
  ///   - unaddressedMails: Mails with an empty `mailbox`, matched by recipients and time.
  ///   - pbxHost: Host name in this PBX's Message-IDs; `nil` accepts any.
  package init(
    coverage: [LogCoverage], now: Timestamp, asteriskVersion: AsteriskVersion?,
    recordedFormats: [ByteText]? = nil, unaddressedMails: [MailRecord] = [],
    pbxHost: ByteText? = nil
  ) {
    self.coverage = Self.merged(coverage)
    self.now = now
    self.asteriskVersion = asteriskVersion
    self.recordedFormats = recordedFormats
    self.unaddressedMails = unaddressedMails.sorted { $0.accepted < $1.accepted }
    self.pbxHost = pbxHost
  }

  /// One grade per message of the directory, in the same order.
  package func grades(
    for directory: SpoolMailbox, configured: ConfiguredMailbox?, mails: [MailRecord],
    knowledge: DestinationKnowledge?
  ) -> [EmailGrade] {
    let due = MailDuty(of: directory, configured: configured, knowledge: knowledge, grader: self)
    guard let matches = matches(in: directory, duty: due, mails: mails) else {
      return directory.messages.map {
        isPlainlyDue($0, due) ? .inferred : judgement(of: $0, duty: due, match: nil).grade
      }
    }
    return directory.messages.indices.map {
      judgement(of: directory.messages[$0], duty: due, match: matches.match(of: $0)).grade
    }
  }

  /// The grade of one message with the facts behind it.
  package func verdict(
    for index: Int, in directory: SpoolMailbox, configured: ConfiguredMailbox?,
    mails: [MailRecord], knowledge: DestinationKnowledge?
  ) -> EmailVerdict {
    let due = MailDuty(of: directory, configured: configured, knowledge: knowledge, grader: self)
    let matches = self.matches(in: directory, duty: due, mails: mails)
    let judgement = judgement(
      of: directory.messages[index], duty: due, match: matches?.match(of: index))
    let mail = judgement.mail
    return EmailVerdict(
      grade: judgement.grade, reasons: judgement.facts.map { Sentence(text: $0.description) },
      mail: mail.map(\.messageID), recipients: mail?.recipients ?? [])
  }

  /// `nil` when no mail can belong to this directory, the common case.
  private func matches(
    in directory: SpoolMailbox, duty: MailDuty, mails: [MailRecord]
  ) -> MailMatches? {
    guard duty.mayHaveMail, !mails.isEmpty || !unaddressedMails.isEmpty else { return nil }
    return MailMatcher(grader: self, directory: directory, duty: duty, mails: mails).matches()
  }

  /// Stretches of one log that touch become one.
  private static func merged(_ coverage: [LogCoverage]) -> [LogCoverage] {
    var result: [LogCoverage] = []
    for stretch in coverage.sorted(by: { ($0.log, $0.from) < ($1.log, $1.from) }) {
      if let last = result.last, last.log == stretch.log, stretch.from <= last.to {
        result[result.count - 1].to = max(last.to, stretch.to)
      } else {
        result.append(stretch)
      }
    }
    return result
  }

  /// Whether one log covers the whole time with margin.
  func isCovered(from: Timestamp, to: Timestamp) -> LogCoverage? {
    coverage.first { stretch in
      stretch.from.epochSeconds &+ Self.coverageLead <= from.epochSeconds
        && stretch.to.epochSeconds &- Self.coverageMargin >= to.epochSeconds
    }
  }
}

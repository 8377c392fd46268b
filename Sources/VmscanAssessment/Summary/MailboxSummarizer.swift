package import VmscanModel

/// Counts one mailbox's messages; pure, called from several threads.
///
/// One pass over the messages without an allocation for any of them.
package struct MailboxSummarizer: Sendable {
  private let classifier: DestinationClassifier
  /// Seconds a message may stay, by raw folder.
  private let limits: [Int64?]
  private let now: Timestamp
  /// Ends of the age bands in seconds, exclusive, youngest first.
  private let bandEnds: [Int64]

  package init(classifier: DestinationClassifier, settings: AssessmentSettings, now: Timestamp) {
    self.classifier = classifier
    limits = Folder.allCases.map { settings.retention.limit(for: $0)?.seconds }
    self.now = now
    bandEnds = AgeBand.all.compactMap(\.below?.seconds)
  }

  /// Facts of a configured mailbox that has no directory.
  package func facts(of mailbox: ConfiguredMailbox) -> MailboxFacts {
    var facts = MailboxFacts(id: mailbox.id, isConfigured: true, hasDirectory: false)
    facts.recipients = recipients(of: mailbox)
    return facts
  }

  /// Facts of a mailbox directory.
  ///
  /// - Parameters:
  ///   - directory: What the spool holds.
  ///   - configured: The mailbox it belongs to, `nil` for an orphan.
  ///   - grades: One per message of `directory`, in its order; missing ones count as `none`.
  ///   - effective: Addresses that mail logs name as final recipients of its mails.
  /// - Returns: Everything later stages know of the mailbox.
  package func facts(
    of directory: SpoolMailbox, configured: ConfiguredMailbox?, grades: [EmailGrade],
    effective: [ByteText] = []
  ) -> MailboxFacts {
    var facts = MailboxFacts(
      id: directory.id, isConfigured: configured != nil, hasDirectory: true)
    var tally = MessageTally(limits: limits, bandEnds: bandEnds, now: now.epochSeconds)
    for index in directory.messages.indices {
      tally.add(directory.messages[index], grade: index < grades.count ? grades[index] : .none)
    }
    tally.write(to: &facts)
    describe(directory, in: &facts)
    facts.ownerActivity = [tally.newestMove, directory.greetingsModified].compactMap { $0 }.max()
    if let configured {
      facts.recipients = recipients(of: configured)
      facts.effectiveRecipients = effectiveRecipients(effective, of: configured)
    }
    return facts
  }

  private func describe(_ directory: SpoolMailbox, in facts: inout MailboxFacts) {
    facts.counts = counts(directory.folders)
    for folder in directory.folders {
      if folder.folder == .inbox { facts.inboxFill = Int(folder.countedByAsterisk) }
      if folder.folder == .old { facts.oldFill = Int(folder.highestNumber) + 1 }
    }
    facts.folderProblems = directory.folders.filter { !$0.problems.isEmpty }.map(Self.note)
    facts.greetings = directory.greetings
    facts.hasSecretFile = directory.hasSecretFile
    facts.secretFileIsWorldReadable = directory.secretFileIsWorldReadable
    facts.unknownEntries = directory.unknownEntries
    facts.leftoverRecordings = directory.temporaryFiles.filter { $0.modified < now - .days(1) }
    facts.lastDelivery = directory.folders
      .filter { $0.folder.isUnheard && $0.identity.modified != 0 }
      .map { Timestamp($0.identity.modified / 1_000_000_000) }.max()
    facts.isPartial =
      directory.problems.contains(where: \.hidesData)
      || directory.folders.contains { $0.problems.contains(.unreadable) }
  }

  /// New is INBOX plus Urgent, as `voicemail show users` and `VoicemailUserEntry` give it;
  /// `MailboxCount` names Urgent apart (`__has_voicemail`).
  private func counts(_ folders: [SpoolFolder]) -> AsteriskCounts {
    func count(_ folder: Folder) -> Int {
      folders.reduce(0) { $0 + ($1.folder == folder ? Int($1.shownByAsterisk) : 0) }
    }
    let urgent = count(.urgent)
    return AsteriskCounts(new: count(.inbox) + urgent, old: count(.old), urgent: urgent)
  }

  private static func note(_ folder: SpoolFolder) -> FolderProblemNote {
    let lockAge: Int64? =
      switch folder.lock {
      case .none: nil
      case .lockFile(let age), .flockFile(let age): age
      }
    return FolderProblemNote(
      folder: folder.folder, problems: folder.problems, strayNames: folder.strayNames,
      highestNumber: folder.highestNumber, lockAge: lockAge)
  }

  /// Audio goes to e-mail addresses when `attach` is on, never to the pager (`sendpage`); an empty
  /// token is no address.
  package func recipients(of mailbox: ConfiguredMailbox) -> [RecipientFacts] {
    let email = mailbox.recipientAddresses.filter { !$0.isEmpty }.map {
      recipient($0, audio: mailbox.attach.value, channel: .email)
    }
    let pager = mailbox.recipientPager.map { recipient($0, audio: false, channel: .pager) }
    return email + (pager.map { [$0] } ?? [])
  }

  private func effectiveRecipients(
    _ addresses: [ByteText], of mailbox: ConfiguredMailbox
  ) -> [RecipientFacts] {
    let configured = Set(
      (mailbox.emailAddresses + [mailbox.pagerAddress].compactMap { $0 })
        .map(\.stripped.lowercased))
    return Set(addresses.map(\.stripped.lowercased)).subtracting(configured).sorted()
      .map { recipient($0, audio: mailbox.attach.value, channel: .effective) }
  }

  private func recipient(
    _ address: ByteText, audio: Bool, channel: RecipientFacts.Channel
  ) -> RecipientFacts {
    RecipientFacts(
      address: address, destinationClass: classifier.classify(address).destinationClass,
      audio: audio, channel: channel)
  }
}

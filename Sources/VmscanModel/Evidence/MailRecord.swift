/// One voicemail e-mail as a mail log or the proof-keeping mail command saw it.
///
/// Matched to messages by mailbox, number and time; see `EmailGrader`.
package struct MailRecord: Sendable, Hashable, Codable {
  /// Which kind of source it comes from.
  package enum Source: String, Sendable, Codable, CaseIterable {
    case postfix, exim, sendmail, opensmtpd, msmtp, mailer, nullmailer, dma, courier, chasquid
    /// What keeps the mailboxes, of a mail that another source saw handed to it.
    case dovecot
  }

  package var source: Source
  /// Log file or journal, for `explain`.
  package var origin: ByteText
  /// Host named by the log line; empty when it names none.
  package var logHost: ByteText
  /// The mail server's queue id; empty when it has none.
  package var queueID: ByteText
  /// Asterisk's Message-ID without angle brackets; the key of the mail.
  ///
  /// A log that names no
  /// Message-ID (msmtp) gives a made-up one and an empty `mailbox`.
  package var messageID: ByteText
  /// Number of the message at arrival, 0-based (the Message-ID holds it plus one).
  package var messageNumber: Int32
  /// Mailbox without context, as the Message-ID names it.
  package var mailbox: ByteText
  /// Process id of Asterisk.
  package var pid: Int32
  /// Host name of the PBX.
  package var host: ByteText
  /// When the mail was accepted (first line that names it).
  package var accepted: Timestamp
  /// Bytes of the mail, audio included; `nil` when not known.
  package var size: Int64?
  /// Whether the mail carried audio; `nil` when only the size can show it.
  package var hasAudio: Bool?
  package var recipients: [MailRecipient]
  /// Exit status of the mail command, when the proof-keeping mail command ran it.
  package var exitStatus: Int32?
  /// Number of recipients the mail server queued the mail for; `nil` when not known.
  package var expectedRecipients: Int32?
  /// Seconds by which `accepted` may be wrong in either direction, for time stamps without a zone
  /// in the hour that repeats in autumn; `nil` means exact.
  package var uncertainty: Int32?
  /// The server removed it from its queue, so nothing more will happen to it there.
  package var leftQueue = false

  package init(
    source: Source, origin: ByteText, logHost: ByteText = "", queueID: ByteText = "",
    messageID: ByteText, messageNumber: Int32, mailbox: ByteText, pid: Int32, host: ByteText,
    accepted: Timestamp, size: Int64? = nil, hasAudio: Bool? = nil,
    recipients: [MailRecipient] = [], exitStatus: Int32? = nil,
    expectedRecipients: Int32? = nil, uncertainty: Int32? = nil
  ) {
    self.source = source
    self.origin = origin
    self.logHost = logHost
    self.queueID = queueID
    self.messageID = messageID
    self.messageNumber = messageNumber
    self.mailbox = mailbox
    self.pid = pid
    self.host = host
    self.accepted = accepted
    self.size = size
    self.hasAudio = hasAudio
    self.recipients = recipients
    self.exitStatus = exitStatus
    self.expectedRecipients = expectedRecipients
    self.uncertainty = uncertainty
  }
}

/// What became of a mail for one recipient.
package struct MailRecipient: Sendable, Hashable, Codable {
  package enum Status: String, Sendable, Codable, CaseIterable {
    /// Accepted, not yet delivered.
    case queued
    /// Tried and to be tried again.
    case deferred
    /// Final: the next server or the local mailbox took it.
    case sent
    /// Final: refused, expired or removed from the queue.
    case failed
    /// Final here: a program on the same machine took it, and no line says what it did.
    case taken
    /// Final: thrown away, as an alias to `/dev/null` asks.
    case discarded

    /// No later line may change it, except a bounce after `sent`.
    package var isFinal: Bool {
      switch self {
      case .queued, .deferred: false
      case .sent, .failed, .taken, .discarded: true
      }
    }
  }

  /// Effective address (`to=`), lower-cased as the log spells it.
  package var address: ByteText
  /// Address before aliases and forwarding (`orig_to=`); `nil` when the same, empty when it had none
  /// because a filter added the recipient.
  package var originalAddress: ByteText?
  package var status: Status
  /// When the status was reached.
  package var time: Timestamp
  /// The server's words, shortened to 200 bytes, such as `550 5.1.1 unknown user`.
  package var detail: ByteText

  package init(
    address: ByteText, originalAddress: ByteText? = nil, status: Status, time: Timestamp,
    detail: ByteText = ""
  ) {
    self.address = address
    self.originalAddress = originalAddress
    self.status = status
    self.time = time
    self.detail = detail
  }
}

extension MailRecipient {
  /// A filter on the way added it: it stands for itself, never for a recipient the mail had.
  package var isAdded: Bool { originalAddress?.isEmpty ?? false }
}

/// A stretch of time that a mail log covers without a hole.
package struct LogCoverage: Sendable, Hashable, Codable {
  package var log: ByteText
  package var from: Timestamp
  package var to: Timestamp
  package var naming: Naming

  /// How the log's mails are known to be a mailbox's.
  package enum Naming: Int, Sendable, Codable, CaseIterable {
    /// By recipients as they were handed in.
    case recipients = 0
    /// By the Message-ID, which names the mailbox.
    case messageID = 1
    /// By recipients behind aliases: an address that is one never shows.
    case targets = 2
  }

  package init(log: ByteText, from: Timestamp, to: Timestamp, naming: Naming = .messageID) {
    self.log = log
    self.from = from
    self.to = to
    self.naming = naming
  }
}

/// Where mail evidence is looked up during a scan; called from several threads.
package protocol MailEvidence: Sendable {
  /// Every mail that named this mailbox number, whatever its context, ordered by `accepted`.
  func mails(forMailbox mailbox: ByteText) throws -> [MailRecord]
  /// Whether there are mails that name no mailbox.
  var hasMailsWithoutMailbox: Bool { get }
  /// Every mail that names no mailbox and went to this address, lower-cased, and perhaps to others,
  /// ordered by `accepted`.
  func mails(toAddress address: ByteText) throws -> [MailRecord]
  /// What earlier scans saw of a number's mails.
  func claims(ofMailbox mailbox: ByteText) -> [MailClaim]
  /// The hosts that Message-IDs of its mails name.
  var hosts: [MailHost] { get }
  /// Stretches of time covered by logs, merged and ordered.
  func coverage() throws -> [LogCoverage]
}

/// What history knows of a mailbox's destinations; called from several threads.
package protocol DestinationHistory: Sendable {
  /// Since when, as far as earlier runs saw, the mailbox has had its present destinations with
  /// audio attached; `nil` when no earlier run saw the mailbox.
  func destinationsKnown(for mailbox: MailboxID) -> DestinationKnowledge?
  /// What earlier runs saw of mailboxes with this number that the latest run does not have.
  func goneMailboxes(numbered mailbox: ByteText) -> [DestinationKnowledge]
}

/// What earlier runs saw of one mailbox's destinations.
package struct DestinationKnowledge: Sendable, Hashable {
  /// First run that saw the mailbox.
  package var firstSeen: Timestamp
  /// Start of the unbroken stretch, up to the latest run, in which it had at least one address;
  /// `nil` when the latest run saw none.
  package var addressSince: Timestamp?
  /// Start of the unbroken stretch in which audio was attached; `nil` when it was not.
  package var audioSince: Timestamp?
  /// Mail and pager addresses of the latest run before this one, lower-cased, sorted.
  package var previousAddresses: [ByteText]
  /// Those that only pages went to, as far as they were told apart.
  package var previousPagers: [ByteText]
  /// That run's start.
  package var lastSeen: Timestamp
  /// Addresses, lower-cased, that a later run than the first saw, and the clock of that run.
  package var added: [ByteText: Timestamp]
  /// What the mailbox had before its present destinations, oldest first.
  package var past: [PastDestination]
  /// Newest sign of use that any run saw, a message or the owner; it stays when the message goes.
  package var lastUse: Timestamp?

  package init(
    firstSeen: Timestamp, addressSince: Timestamp?, audioSince: Timestamp?,
    previousAddresses: [ByteText], previousPagers: [ByteText] = [], lastSeen: Timestamp,
    added: [ByteText: Timestamp] = [:], past: [PastDestination] = [], lastUse: Timestamp? = nil
  ) {
    self.firstSeen = firstSeen
    self.addressSince = addressSince
    self.audioSince = audioSince
    self.previousAddresses = previousAddresses
    self.previousPagers = previousPagers
    self.lastSeen = lastSeen
    self.added = added
    self.past = past
    self.lastUse = lastUse
  }

  /// The addresses of the latest run before this one that mails went to.
  package var previousMailAddresses: [ByteText] {
    previousPagers.isEmpty
      ? previousAddresses : previousAddresses.filter { !previousPagers.contains($0) }
  }
}

/// Destinations that a mailbox had and no longer has, as far as runs saw.
package struct PastDestination: Sendable, Hashable {
  /// Those that mails went to, lower-cased, sorted; of runs of older releases pagers, too.
  package var addresses: [ByteText]
  /// Whether mails carried the recording.
  package var attach: Bool
  /// Clock of the last run that saw them; `nil` when it is not known.
  package var seen: Timestamp?
  /// Clock of the first run that saw something else.
  package var until: Timestamp

  package init(
    addresses: [ByteText], attach: Bool, seen: Timestamp? = nil, until: Timestamp
  ) {
    self.addresses = addresses
    self.attach = attach
    self.seen = seen
    self.until = until
  }
}

/// A purge as it is reviewed and applied: sorted, complete, and identified by its digest.
package struct PurgePlan: Sendable, Hashable, Codable {
  package var header: PlanHeader
  /// Sorted by mailbox, then folder.
  package var folders: [PlannedFolder]
  /// Places and messages that were asked for and are left alone, with the reason.
  package var exclusions: [PlanExclusion]
  package var totals: PlanTotals

  package init(
    header: PlanHeader, folders: [PlannedFolder], exclusions: [PlanExclusion], totals: PlanTotals
  ) {
    self.header = header
    self.folders = folders
    self.exclusions = exclusions
    self.totals = totals
  }
}

/// What a plan was made from.
package struct PlanHeader: Sendable, Hashable, Codable {
  package static let formatVersion = 1

  package var format: Int
  package var created: Timestamp
  /// The clock every age was counted from.
  package var reference: Timestamp
  package var host: String
  /// The directory that holds the contexts.
  package var spool: ByteText
  package var spoolDevice: UInt64
  package var spoolInode: UInt64
  package var lockMode: AsteriskSettings.LockMode
  /// The policy and predicate as sentences.
  package var policy: String
  /// Holds in force, as they print themselves.
  package var holds: [String]

  package init(
    created: Timestamp, reference: Timestamp, host: String, spool: ByteText, spoolDevice: UInt64,
    spoolInode: UInt64, lockMode: AsteriskSettings.LockMode, policy: String, holds: [String] = []
  ) {
    format = Self.formatVersion
    self.created = created
    self.reference = reference
    self.host = host
    self.spool = spool
    self.spoolDevice = spoolDevice
    self.spoolInode = spoolInode
    self.lockMode = lockMode
    self.policy = policy
    self.holds = holds
  }
}

/// Messages that were asked for and are left alone.
package struct PlanExclusion: Sendable, Hashable, Codable {
  package var mailbox: MailboxID
  package var folder: Folder?
  /// NNNN, when it is one message.
  package var number: Int32?
  /// Messages that would have gone.
  package var messages: Int
  package var reason: String

  package init(
    mailbox: MailboxID, folder: Folder? = nil, number: Int32? = nil, messages: Int = 1,
    reason: String
  ) {
    self.mailbox = mailbox
    self.folder = folder
    self.number = number
    self.messages = messages
    self.reason = reason
  }
}

extension PlanExclusion: CustomStringConvertible {
  package var description: String {
    let place = ["\(mailbox)", folder?.name, number.map(MessageNumber.stem)]
      .compactMap { $0 }.joined(separator: "/")
    return "\(place): \(reason)"
  }
}

/// What a plan was made from; the first line of its file.
package struct PlanHeader: Sendable, Hashable, Codable {
  package static let formatVersion = 3

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
  /// The table whose rows the messages are (`DatabaseTable.place`); `nil` when they are files.
  package var table: ByteText?
  package var request: PurgeRequest
  /// The policy and predicate as sentences.
  package var policy: String
  /// Who answers for the policy; `nil` without one, and in plans of earlier builds.
  package var policyOwner: String?
  /// Holds in force, as they print themselves.
  package var holds: [String]

  package init(
    created: Timestamp, reference: Timestamp, host: String, spool: ByteText, spoolDevice: UInt64,
    spoolInode: UInt64, lockMode: AsteriskSettings.LockMode, request: PurgeRequest,
    policy: String, policyOwner: String? = nil, holds: [String] = [], table: ByteText? = nil
  ) {
    format = Self.formatVersion
    self.created = created
    self.reference = reference
    self.host = host
    self.spool = spool
    self.spoolDevice = spoolDevice
    self.spoolInode = spoolInode
    self.lockMode = lockMode
    self.request = request
    self.policy = policy
    self.policyOwner = policyOwner
    self.holds = holds
    self.table = table
  }

  /// The header without the times at which the plan was made: a plan made again is the same when
  /// the same messages go for the same reasons.
  package var timeless: PlanHeader {
    var header = self
    header.created = Timestamp(0)
    header.reference = Timestamp(0)
    return header
  }
}

/// One row of the journal of everything the program changed.
///
/// Append-only and chained by digest; an intent is written before the effect, its outcome after.
package struct ActionRecord: Sendable, Codable, Hashable {
  package enum Phase: String, Sendable, Codable, CaseIterable {
    /// An action run starts; `detail` holds plan digest, policy and totals.
    case begin
    /// About to change `subject`; without a later `outcome` of the same run and subject the
    /// change was interrupted.
    case intent
    /// What became of the intent of the same run and subject.
    case outcome
    /// The action run is over; `detail` holds the totals of the outcomes.
    case end
    /// Something to keep that is no change of a message, such as a recovery or a refusal.
    case note
  }

  /// Place in the journal, from 1; 0 before it is appended.
  package var sequence: Int64
  package var time: Timestamp
  /// Identifier of the action run, the same in all its records.
  package var run: String
  package var phase: Phase
  /// What was done: `purge`, `restore`, `expire`, `configEdit`, `hold`, `accept`, `recover`.
  package var kind: String
  /// Who: login and user id, such as `root/0`.
  package var actor: String
  package var host: String
  /// The command line without secrets.
  package var command: String
  /// What it was done to: mailbox, folder and number, or a file.
  package var subject: String
  /// Facts by name, such as `reason`, `evidence`, `policy`, `planDigest`, `messageID`,
  /// `origtime`, `bytes`, `quarantine` and `outcome`; never a caller number or a PIN.
  package var detail: [String: String]

  package init(
    sequence: Int64 = 0, time: Timestamp, run: String, phase: Phase, kind: String, actor: String,
    host: String, command: String, subject: String, detail: [String: String] = [:]
  ) {
    self.sequence = sequence
    self.time = time
    self.run = run
    self.phase = phase
    self.kind = kind
    self.actor = actor
    self.host = host
    self.command = command
    self.subject = subject
    self.detail = detail
  }
}

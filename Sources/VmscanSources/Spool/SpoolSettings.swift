import VmscanModel

/// What every reader of one spool has to know.
struct SpoolSettings: Sendable {
  /// The directory that holds the contexts, without a slash at the end.
  var root: ByteText
  /// The clock message times and lock ages are compared with.
  var now: Timestamp
  var lockMode: AsteriskSettings.LockMode
  /// See `EnvelopeParser.lastValueWins`.
  var lastValueWins: Bool
  /// Device of the spool's root; directories of others are not entered.
  var device: UInt64
  /// Keeps the files of each message, as a plan or a list of files needs them.
  var keepsFiles = false
}

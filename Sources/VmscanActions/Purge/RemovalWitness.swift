package import VmscanModel

/// Looks where messages are that somebody else was asked to remove, whose word is no proof.
package protocol RemovalWitness {
  /// The number of the message now; `nil` when it is not in its folder.
  func number(of message: PlannedMessage, in planned: PlannedFolder) throws -> Int32?
  /// What its envelope says; `nil` when that cannot be read.
  func keys(of message: PlannedMessage, in planned: PlannedFolder) throws -> EnvelopeKeys?
  /// Why Asterisk would lose its way in the folder.
  func doubt(in planned: PlannedFolder) throws -> FolderRefusal?
  /// How many messages of the folder have an id.
  func count(of messageID: ByteText, in planned: PlannedFolder) throws -> Int
  func isInDeleted(_ message: PlannedMessage, _ mailbox: MailboxID) throws -> Bool
  /// What the journal must say for the message to be found again.
  func facts(of planned: PlannedFolder) -> [String: String]
}

/// What is wrong with the files of one message.
package struct MessageProblems: OptionSet, Sendable, Hashable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `msgNNNN.txt` without any audio file: listed by Asterisk, cannot be heard.
  package static let envelopeWithoutAudio = MessageProblems(rawValue: 1 << 0)
  /// Audio without `msgNNNN.txt`: takes a slot, hides the folder's last message.
  package static let audioWithoutEnvelope = MessageProblems(rawValue: 1 << 1)
  /// An audio file of zero bytes.
  package static let emptyAudio = MessageProblems(rawValue: 1 << 2)
  /// The envelope could not be opened or read; nothing in it is known.
  package static let unreadableEnvelope = MessageProblems(rawValue: 1 << 3)
  /// No `[message]` section or no usable field in it.
  package static let damagedEnvelope = MessageProblems(rawValue: 1 << 4)
  /// `origtime` missing, zero, negative or not a number: age unknown.
  package static let missingOrigtime = MessageProblems(rawValue: 1 << 5)
  /// `origtime` after the time of the scan.
  package static let futureOrigtime = MessageProblems(rawValue: 1 << 6)
  /// Fields present in the raw bytes that Asterisk does not see (`;--` in a caller name).
  package static let hiddenFields = MessageProblems(rawValue: 1 << 7)
  /// A file of the message is a symbolic link.
  package static let symbolicLink = MessageProblems(rawValue: 1 << 8)
  /// A file of the message is neither regular nor a link.
  package static let irregularFile = MessageProblems(rawValue: 1 << 9)
  /// The files of the message have different owners.
  package static let mixedOwners = MessageProblems(rawValue: 1 << 10)
  /// An audio file is readable by everybody.
  package static let worldReadableAudio = MessageProblems(rawValue: 1 << 11)
  /// Number 9999 or higher: no phone session can reach it.
  package static let unreachableNumber = MessageProblems(rawValue: 1 << 12)
  /// Has `msgNNNN-bak.*`, left by an interrupted forward.
  package static let leftoverBackup = MessageProblems(rawValue: 1 << 13)
  /// `msg_id` is missing (older than Asterisk 11, or damaged).
  package static let missingMessageID = MessageProblems(rawValue: 1 << 14)
  /// Another message in the same folder has the same `msg_id`.
  package static let duplicateMessageID = MessageProblems(rawValue: 1 << 15)
  /// Two file names map to this number, such as `msg5.txt` beside `msg0005.txt`.
  package static let ambiguousNumber = MessageProblems(rawValue: 1 << 16)
  /// A file has more than one hard link.
  package static let hardLinked = MessageProblems(rawValue: 1 << 17)

  /// Every problem with its stable name, in bit order.
  package static let named: [(problem: MessageProblems, name: String)] = [
    (.envelopeWithoutAudio, "envelopeWithoutAudio"),
    (.audioWithoutEnvelope, "audioWithoutEnvelope"),
    (.emptyAudio, "emptyAudio"), (.unreadableEnvelope, "unreadableEnvelope"),
    (.damagedEnvelope, "damagedEnvelope"), (.missingOrigtime, "missingOrigtime"),
    (.futureOrigtime, "futureOrigtime"), (.hiddenFields, "hiddenFields"),
    (.symbolicLink, "symbolicLink"), (.irregularFile, "irregularFile"),
    (.mixedOwners, "mixedOwners"), (.worldReadableAudio, "worldReadableAudio"),
    (.unreachableNumber, "unreachableNumber"), (.leftoverBackup, "leftoverBackup"),
    (.missingMessageID, "missingMessageID"), (.duplicateMessageID, "duplicateMessageID"),
    (.ambiguousNumber, "ambiguousNumber"), (.hardLinked, "hardLinked"),
  ]

  package var names: [String] { Self.named.filter { contains($0.problem) }.map(\.name) }
}

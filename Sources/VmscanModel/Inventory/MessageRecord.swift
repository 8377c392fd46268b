/// One message as the scan keeps it: fixed size, no allocation of its own.
///
/// Text lies in the `text` arena of the `SpoolMailbox` that holds the record. Facts come from the
/// envelope `msgNNNN.txt` (`leave_voicemail`) and from `fstatat` of the files; audio is not opened.
package struct MessageRecord: Sendable {
  package var folder: Folder
  /// NNNN of `msgNNNN`, 0-based.
  package var number: Int32
  package var problems: MessageProblems = []
  package var marks: MessageMarks = []
  /// Start of the recording; `nil` when the envelope does not say or it is not above zero.
  package var origtime: Timestamp?
  /// Seconds of audio as the envelope says; `nil` when it does not.
  package var duration: Int32?
  /// Bytes of all files of the message, envelope included.
  package var bytes: Int64 = 0
  /// Number of files of the message, envelope included.
  package var fileCount: UInt16 = 0
  /// `st_mtime` of the envelope in seconds; evidence only, never the message's age.
  package var envelopeModified: Int64 = 0
  package var messageID = TextSlice.empty
  package var callerID = TextSlice.empty
  package var origMailbox = TextSlice.empty

  package init(folder: Folder, number: Int32) {
    self.folder = folder
    self.number = number
  }
}

/// A range of bytes in an arena.
package struct TextSlice: Sendable, Hashable {
  package var offset: UInt32
  package var length: UInt16

  package static let empty = TextSlice(offset: 0, length: 0)

  package init(offset: UInt32, length: UInt16) {
    self.offset = offset
    self.length = length
  }
}

/// What the envelope says of how the message came to be.
package struct MessageMarks: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `rdnis=Unknown`: made from a recording (`msg_create_from_file`), not e-mailed by default.
  package static let externalRecording = MessageMarks(rawValue: 1 << 0)
  /// `flag=Urgent`.
  package static let urgent = MessageMarks(rawValue: 1 << 1)
  /// `origmailbox` names another mailbox than the directory: a copy.
  package static let copy = MessageMarks(rawValue: 1 << 2)
  /// The envelope file exists (so Asterisk counts the message).
  package static let hasEnvelope = MessageMarks(rawValue: 1 << 3)
  /// At least one audio file exists.
  package static let hasAudio = MessageMarks(rawValue: 1 << 4)
  /// A row of a table that points at a file with the audio (`odbc_audio_on_disk`).
  package static let audioOnDisk = MessageMarks(rawValue: 1 << 5)
}

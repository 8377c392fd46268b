/// Everything found in one mailbox directory `<spool>/<context>/<mailbox>`.
package struct SpoolMailbox: Sendable {
  package var id: MailboxID
  package var identity: FileIdentity
  package var folders: [SpoolFolder] = []
  /// Sorted by folder, then number.
  package var messages: [MessageRecord] = []
  /// Arena for the text of `messages`.
  package var text: [UInt8] = []
  /// Files of `messages` in their order, when the walk was asked for them.
  package var files: [MessageFile] = []
  package var greetings: Greetings = []
  /// Newest change of a greeting, in epoch seconds; `nil` without greetings.
  package var greetingsModified: Timestamp?
  /// `secret.conf` exists.
  package var hasSecretFile = false
  /// `secret.conf` may be read by everybody.
  package var secretFileIsWorldReadable = false
  /// Files in `tmp/` with their bytes: recordings in progress or left by a crash.
  package var temporaryFiles: [StrayFile] = []
  /// Entries of the mailbox directory that Asterisk does not make.
  package var unknownEntries: [ByteText] = []
  package var problems: [SourceProblem] = []
  /// Another directory's name differs from this one's by case only, so that both are one mailbox.
  package var hasSpellingVariants = false
  /// The table whose rows the messages are (`DatabaseTable.place`); `nil` when they are files.
  package var table: ByteText?

  package init(id: MailboxID, identity: FileIdentity) {
    self.id = id
    self.identity = identity
  }

  /// The bytes of a slice of the arena.
  package func string(_ slice: TextSlice) -> ByteText {
    let start = Int(slice.offset)
    return ByteText(bytes: text[start..<start + Int(slice.length)])
  }
}

/// One file of a message as it was read.
package struct MessageFile: Sendable {
  /// Place of the message in `SpoolMailbox.messages`.
  package var message: UInt32
  /// What follows `msgNNNN` in the name, in the `text` arena.
  package var suffix: TextSlice
  package var identity: FileIdentity

  package init(message: UInt32, suffix: TextSlice, identity: FileIdentity) {
    self.message = message
    self.suffix = suffix
    self.identity = identity
  }
}

extension SpoolMailbox {
  /// The files of a message, none when the walk was not asked for them.
  package func files(ofMessageAt index: Int) -> ArraySlice<MessageFile> {
    var (low, high) = (files.startIndex, files.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if Int(files[middle].message) < index { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < files.endIndex, Int(files[end].message) == index { end += 1 }
    return files[low..<end]
  }

  /// A file as plans have it.
  package func planned(_ file: MessageFile) -> PlannedFile {
    let start = Int(file.suffix.offset)
    let suffix = text[start..<start + Int(file.suffix.length)]
    return PlannedFile(
      suffix: String(decoding: suffix, as: UTF8.self), identity: file.identity)
  }
}

/// One message folder on disk.
package struct SpoolFolder: Sendable {
  package var folder: Folder
  package var identity: FileIdentity
  /// What `count_messages` counts: entries whose bytes 7..10 are `.txt`.
  package var countedByAsterisk: Int32 = 0
  /// What `voicemail show users` and `MailboxCount` show (`__has_voicemail`): names that begin with
  /// `msg` and have `txt` at bytes 8..10, in any case.
  package var shownByAsterisk: Int32 = 0
  /// Highest `msgN.txt` number as `last_message_index` sees it, -1 when empty.
  package var highestNumber: Int32 = -1
  package var lock: FolderLockState = .none
  package var problems: FolderProblems = []
  /// Names that one of Asterisk's counters takes for messages though they are none, sorted.
  package var strayNames: [ByteText] = []
  /// Sums up number, inode, size and times of every envelope; changes when one is rewritten.
  package var envelopeDigest: UInt64 = 0
  /// File name of a recording that everybody may read, where mailbox and folder let everybody in.
  package var openRecording: ByteText?

  package init(folder: Folder, identity: FileIdentity) {
    self.folder = folder
    self.identity = identity
  }
}

/// A lock file seen in a folder; age is that of the file, in seconds before the scan.
package enum FolderLockState: Sendable, Hashable {
  case none
  /// `.lock` (lockmode lockfile).
  case lockFile(age: Int64)
  /// `lock` (lockmode flock).
  case flockFile(age: Int64)
}

/// What is wrong with a folder as a whole.
package struct FolderProblems: OptionSet, Sendable, Hashable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Numbers below the highest are unused; new messages may overwrite each other (see VM rules).
  package static let gap = FolderProblems(rawValue: 1 << 0)
  /// Stray names make Asterisk miscount or misplace the next message.
  package static let strayNames = FolderProblems(rawValue: 1 << 1)
  /// A lock file older than 60 s: every later message for this folder is thrown away.
  package static let staleLock = FolderProblems(rawValue: 1 << 2)
  /// The directory could not be listed to its end; counts are not known.
  package static let unreadable = FolderProblems(rawValue: 1 << 3)
  package static let worldReadable = FolderProblems(rawValue: 1 << 4)
  package static let worldWritable = FolderProblems(rawValue: 1 << 5)
  /// `.lock` under lockmode flock or `lock` under lockfile: the running mode ignores it.
  package static let foreignLock = FolderProblems(rawValue: 1 << 6)
  /// A recording is readable by everybody, and mailbox and folder let everybody in.
  package static let openRecordings = FolderProblems(rawValue: 1 << 7)
}

/// The recordings a mailbox can have beside its folders.
package struct Greetings: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let unavailable = Greetings(rawValue: 1 << 0)
  package static let busy = Greetings(rawValue: 1 << 1)
  /// The recorded name (`greet`).
  package static let name = Greetings(rawValue: 1 << 2)
  package static let temporary = Greetings(rawValue: 1 << 3)
}

/// A file that is no message but holds or held voicemail.
package struct StrayFile: Sendable, Hashable {
  /// Path below the mailbox directory, or absolute outside the spool.
  package var path: ByteText
  package var bytes: Int64
  package var modified: Timestamp

  package init(path: ByteText, bytes: Int64, modified: Timestamp) {
    self.path = path
    self.bytes = bytes
    self.modified = modified
  }
}

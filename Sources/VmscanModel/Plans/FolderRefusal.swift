/// Why one folder is left alone; the rest of the purge goes on.
package enum FolderRefusal: Error, Sendable, Hashable {
  case incompleteCoverage(Sentence)
  case strayNames([ByteText])
  case orphanFiles(numbers: [Int32])
  case unreachableNumber(Int32)
  case staleLock(age: Int64)
  case symbolicLink(ByteText)
  case irregularFile(ByteText)
  case otherDevice(ByteText)
  /// An overlay over two file systems gives a file another identity when it is written.
  case layered
  case ownerMismatch(owner: UInt32, expected: UInt32)
  case folderChanged
  case folderVanished
  case unreadable(String)
  case recordingInProgress(ByteText)
  /// Somebody is in the mailbox on the phone.
  case mailboxOpen
  case sessionsUnknown(String)
  case lockNotObtained(holder: String)
  case lockLost
  /// The journal could not be written in time, and without it nothing is renamed.
  case journalBusy(String)
  case unfinishedRun(String)
}

extension FolderRefusal {
  /// Another program holds the folder's lock, or the journal without which none is kept.
  package var isLockedOut: Bool {
    switch self {
    case .staleLock, .lockNotObtained, .journalBusy: true
    default: false
    }
  }
}

extension FolderRefusal: CustomStringConvertible {
  /// With everything in it, for the administrator's terminal.
  package var description: String { sentence.unmasked }

  package var sentence: Sentence {
    switch self {
    case .incompleteCoverage(let why): "not everything in the mailbox could be read: \(why)"
    case .strayNames(let names):
      "names that Asterisk takes for messages: \(Self.shown(names.map { .text($0) }, quoted: true))"
    case .orphanFiles(let numbers):
      """
      message files without their envelope or audio: \
      \(Self.shown(numbers.map { .word(MessageNumber.stem($0)) }))
      """
    case .unreachableNumber(let number): "message number \(number) is out of Asterisk's reach"
    case .staleLock(let age): "locked by another program for \(Age(seconds: age))"
    case .symbolicLink(let name): "'\(text: name)' is a symbolic link"
    case .irregularFile(let name): "'\(text: name)' is not a regular file"
    case .otherDevice(let name): "'\(text: name)' is on another file system"
    case .layered:
      """
      it is an overlay of two file systems without 'xino=on': its files have no lasting identity, \
      so that nothing can be removed safely; mount it with 'xino=on'
      """
    case .ownerMismatch(let owner, let expected):
      "belongs to user \(owner), the spool to user \(expected)"
    case .folderChanged: "not the folder that was planned for"
    case .folderVanished: "the folder is gone"
    case .unreadable(let why): "cannot be read: \(text: why)"
    case .recordingInProgress(let name): "'\(text: name)' is being worked on"
    case .mailboxOpen: "somebody is in the mailbox on the phone"
    case .sessionsUnknown(let why):
      "Asterisk cannot be asked who is in the mailbox: \(text: why)"
    case .lockNotObtained(let holder): "lock not obtained: \(text: holder)"
    case .journalBusy(let why):
      "the history is in use, so its lock was given back: \(text: why)"
    case .lockLost: "the lock was taken away while it was held"
    case .unfinishedRun(let why):
      "an interrupted run could not be finished here: \(text: why)"
    }
  }

  /// The first five and how many more.
  private static func shown(
    _ values: [Sentence.Argument], quoted isQuoted: Bool = false
  ) -> Sentence.Argument {
    .list(Array(values.prefix(5)), of: values.count, isQuoted: isQuoted)
  }
}

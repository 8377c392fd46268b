import VmscanActions
import VmscanModel
import VmscanSources

/// One walk over the spool that keeps only what the health of the installation depends on.
struct SpoolSurvey: Sendable {
  /// What could not be read and may hide voicemail.
  var problems: [SourceProblem] = []
  /// Directories that everybody on the machine may read or write.
  var open: [String] = []
  /// Directories by the user they belong to, those of the spool's owner included.
  var owners: [UInt32: [String]] = [:]
  /// Messages with files of another user than the mailbox's.
  var foreignMessages: [String] = []
  /// Lock files older than Asterisk waits, in the form the running lock mode uses.
  var staleLocks: [String] = []
  /// Folders locked at this moment by a lock file that is younger.
  var heldLocks: [String] = []
  /// Those of all these whose lock a vmscan left that is dead.
  var ownLocks: [String] = []
  var secretFilesOpen: [String] = []
  var leftovers: [String] = []
  var newest: Timestamp?
  var mailboxes = 0
  var messages = 0

  private var lockedFolders: [(mailbox: MailboxID, folder: Folder)] = []

  /// Recordings in `tmp/` older than this, in seconds, are nobody's any more.
  private static let leftoverAge: Int64 = 86400

  init() {}

  init(
    _ configuration: VoicemailConfiguration, now: Timestamp, threads: Int?,
    interruption: Interruption, progress: Progress
  ) {
    let spool = configuration.asterisk.spoolDirectory
    var walker = SpoolWalker(
      root: spool, now: now, lockMode: configuration.asterisk.lockMode.value, threads: threads)
    walker.dottedMailboxes = configuration.dottedMailboxes
    if progress.isShown {
      progress.begin("reading mailboxes", of: walker.mailboxes().ids.count)
    }
    defer { progress.end() }
    let walk = walker.walk(
      into: { SpoolSurvey() }, isCancelled: { interruption.isSet },
      visit: { survey, mailbox in
        survey.add(mailbox, below: spool, now: now)
        progress.step()
      })
    for part in walk.accumulators { merge(part) }
    findOwnLocks(in: spool)
    problems += walk.summary.problems.filter(\.hidesData)
    sort()
  }

  private mutating func add(_ box: SpoolMailbox, below spool: ByteText, now: Timestamp) {
    let path = "\(spool)/\(box.id.context)/\(box.id.mailbox)"
    mailboxes += 1
    messages += box.messages.count
    problems += box.problems.filter(\.hidesData)
    add(box.identity, path)
    for folder in box.folders {
      add(folder.identity, "\(path)/\(folder.folder.name)")
      guard case .lockFile = folder.lock else { continue }
      lockedFolders.append((box.id, folder.folder))
      if folder.problems.contains(.staleLock) {
        staleLocks.append("\(path)/\(folder.folder.name)")
      } else {
        heldLocks.append("\(path)/\(folder.folder.name)")
      }
    }
    for message in box.messages where message.problems.contains(.mixedOwners) {
      foreignMessages.append("\(path)/\(message.folder.name)/\(MessageNumber.stem(message.number))")
    }
    if box.secretFileIsWorldReadable { secretFilesOpen.append("\(path)/secret.conf") }
    for file in box.temporaryFiles
    where now.epochSeconds - file.modified.epochSeconds > Self.leftoverAge {
      leftovers.append("\(path)/\(file.path)")
    }
    for time in box.messages.compactMap(\.origtime) where time > newest ?? Timestamp(.min) {
      newest = time
    }
  }

  private mutating func findOwnLocks(in spool: ByteText) {
    let files = PosixFileOperations()
    guard !lockedFolders.isEmpty, let root = try? files.openDirectory(spool, in: nil) else {
      return
    }
    let sweep = LockSweep(spool: root, files: files)
    ownLocks = lockedFolders.filter { sweep.isLeft(in: $0.mailbox, $0.folder) }
      .map { "\(spool)/\($0.mailbox.context)/\($0.mailbox.mailbox)/\($0.folder.name)" }
  }

  private mutating func add(_ identity: FileIdentity, _ path: String) {
    guard identity.isDirectory else { return }
    owners[identity.owner, default: []].append(path)
    if identity.isWorldReadable || identity.isWorldWritable { open.append(path) }
  }

  private mutating func merge(_ other: SpoolSurvey) {
    problems += other.problems
    open += other.open
    owners.merge(other.owners) { $0 + $1 }
    foreignMessages += other.foreignMessages
    staleLocks += other.staleLocks
    heldLocks += other.heldLocks
    lockedFolders += other.lockedFolders
    secretFilesOpen += other.secretFilesOpen
    leftovers += other.leftovers
    newest = [newest, other.newest].compactMap(\.self).max()
    mailboxes += other.mailboxes
    messages += other.messages
  }

  private mutating func sort() {
    problems.sort { $0.path < $1.path }
    open.sort()
    owners = owners.mapValues { $0.sorted() }
    foreignMessages.sort()
    staleLocks.sort()
    heldLocks.sort()
    ownLocks.sort()
    secretFilesOpen.sort()
    leftovers.sort()
  }
}

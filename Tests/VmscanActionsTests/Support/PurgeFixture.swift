import Glibc
import VmscanActions
import VmscanModel
import VmscanSystem

/// Runs plans on a test spool the way the command does.
struct PurgeFixture {
  let spool: TestSpool
  let journal: MemoryJournal
  var mode = AsteriskSettings.LockMode.lockfile
  var options = ExecutorOptions()
  var control: any AsteriskControl = NoAsterisk()
  var shouldStop: @Sendable () -> Bool = { false }
  let time = Timestamp(1_800_000_000)

  init(_ spool: TestSpool, journal: MemoryJournal = MemoryJournal()) {
    self.spool = spool
    self.journal = journal
    options.lockWait = .milliseconds(200)
    // Loaded machines must not change how many messages one hold takes.
    options.longestHold = .seconds(3600)
  }

  /// A stamp of a process that does not exist.
  static var deadStamp: LockStamp {
    var stamp = LockStamp.current
    stamp.pid = 4_194_303
    stamp.started = 1
    return stamp
  }

  func openSpool() throws -> Descriptor {
    try PosixFileOperations().openDirectory(ByteText(spool.spoolPath), in: nil)
  }

  /// Plans to remove the messages with these numbers.
  func plan(
    _ numbers: [Int32], in folder: Folder = .inbox, mailbox: MailboxID? = nil
  ) throws -> PlannedFolder {
    let mailbox = mailbox ?? spool.box
    let reader = FolderReader()
    let directory = try reader.open(mailbox, folder, spool: try openSpool())
    let snapshot = try reader.snapshot(of: directory)
    let messages = try numbers.sorted().compactMap { number -> PlannedMessage? in
      guard let message = snapshot.message(number) else { return nil }
      let keys = EnvelopeKeys(try reader.envelope(of: message, in: directory) ?? [])
      return PlannedMessage(
        number: number, messageID: keys.messageID, origtime: keys.origtime, duration: 3,
        grade: .delivered, reason: "older than 30d by origtime", files: message.files)
    }
    return PlannedFolder(
      mailbox: mailbox, folder: folder, device: snapshot.identity.device,
      inode: snapshot.identity.inode, existing: snapshot.messages.count, messages: messages)
  }

  func header() throws -> PlanHeader {
    let identity = try PosixFileOperations().identity(of: try openSpool())
    return PlanHeader(
      created: time, reference: time, host: "pbx", spool: ByteText(spool.spoolPath),
      spoolDevice: identity.device, spoolInode: identity.inode, lockMode: mode,
      request: PurgeRequest(predicate: MessagePredicate(older: .days(30))),
      policy: "messages older than 30d by origtime")
  }

  func identity(_ run: String) -> ActionIdentity {
    ActionIdentity(run: run, actor: "root/0", host: "pbx", command: "vmscan purge --older 30d")
  }

  func openQuarantine(
    _ files: any FileOperations = FaultyFiles(KillSwitch())
  ) throws -> Quarantine {
    try Quarantine(
      path: ByteText(spool.quarantinePath), spool: try openSpool(), files: files)
  }

  @discardableResult
  func apply(
    _ folders: [PlannedFolder], run: String = "run1",
    files: any FileOperations = FaultyFiles(KillSwitch()), stamp: LockStamp = .current,
    report: (FolderOutcome) -> Void = { _ in }
  ) throws -> PurgeOutcome {
    let quarantine = try openQuarantine(files)
    let runLock = try RunLock("run.lock", in: quarantine.directory)
    var totals = PlanTotals()
    for folder in folders { totals.add(folder) }
    let now = time
    let executor = PurgeExecutor(
      spool: try openSpool(), spoolPath: ByteText(spool.spoolPath), quarantine: quarantine,
      runLock: runLock, journal: journal, lock: mode.folderLock(files: files, stamp: stamp),
      control: control, identity: identity(run), options: options, files: files,
      owner: NoOwnerSwitch(), now: { now }, shouldStop: shouldStop)
    return try executor.apply(
      try header(), digest: "digest", totals: totals, folders: folders, report: report)
  }

  @discardableResult
  func recover(
    run: String = "recovery", files: any FileOperations = FaultyFiles(KillSwitch()),
    stamp: LockStamp = .current
  ) throws -> Recovery.Report {
    let quarantine = try openQuarantine(files)
    let runLock = try RunLock("run.lock", in: quarantine.directory)
    let now = time
    return try Recovery(
      spool: try openSpool(), quarantine: quarantine, runLock: runLock, journal: journal,
      lock: mode.folderLock(files: files, stamp: stamp), control: control,
      identity: identity(run), files: files, owner: NoOwnerSwitch(),
      lockWait: .milliseconds(200), now: { now }
    ).recover()
  }
}

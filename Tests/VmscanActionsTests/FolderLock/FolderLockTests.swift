import Glibc
import Testing
import VmscanActions
import VmscanModel
import VmscanSystem

struct FolderLockTests {
  private let files = PosixFileOperations()

  private func folder(_ spool: TestSpool) throws -> Descriptor {
    TestSpool.makePath(spool.folderPath())
    return try files.openDirectory(ByteText(spool.folderPath()), in: nil)
  }

  @Test(arguments: [AsteriskSettings.LockMode.lockfile, .flock])
  func `excludes a second holder until it is released`(_ mode: AsteriskSettings.LockMode) throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    let lock = mode.folderLock()
    let held = try lock.acquire(in: folder, waitingAtMost: .seconds(1))
    #expect(TestSpool.names(spool.folderPath()) == ["\(mode.lockName)"])
    #expect(throws: FolderLockError.self) {
      _ = try lock.acquire(in: folder, waitingAtMost: .milliseconds(30))
    }
    try lock.release(held, in: folder)
    #expect(TestSpool.names(spool.folderPath()).isEmpty)
    try lock.release(lock.acquire(in: folder, waitingAtMost: .seconds(1)), in: folder)
  }

  @Test(arguments: [AsteriskSettings.LockMode.lockfile, .flock])
  func `refuses to release what is no longer ours`(_ mode: AsteriskSettings.LockMode) throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    let lock = mode.folderLock()
    let held = try lock.acquire(in: folder, waitingAtMost: .seconds(1))
    let path = "\(spool.folderPath())/\(mode.lockName)"
    rename(path, path + ".kept")
    TestSpool.write("", to: path)
    #expect(throws: FolderLockError.lost) { try lock.release(held, in: folder) }
    #expect(access(path, F_OK) == 0)
  }

  @Test func `is let go where each name of a file has an inode of its own`() throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    var files = FaultyFiles(KillSwitch())
    files.hasInodePerName = true
    let lock = HardLinkFolderLock(files: files)
    let held = try lock.acquire(in: folder, waitingAtMost: .seconds(1))
    try lock.release(held, in: folder)
    #expect(TestSpool.names(spool.folderPath()).isEmpty)
    let dead = HardLinkFolderLock(files: files, stamp: PurgeFixture.deadStamp)
    _ = try dead.acquire(in: folder, waitingAtMost: .seconds(1))
    #expect(try lock.hasOwnRemains(in: folder))
    #expect(try lock.removeOwnRemains(in: folder))
    #expect(TestSpool.names(spool.folderPath()).isEmpty)
  }

  /// It may still be there, and who hears that it is gone would not look.
  @Test func `a lock that cannot be read is not taken for a lost one`() throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    let held = try HardLinkFolderLock().acquire(in: folder, waitingAtMost: .seconds(1))
    let blind = HardLinkFolderLock(files: FaultyFiles(KillSwitch(.failReading(code: EIO))))
    #expect(throws: SystemError(code: EIO, attempt: "read", path: "injected")) {
      try blind.release(held, in: folder)
    }
    #expect(TestSpool.names(spool.folderPath()) == [".lock"])
  }

  @Test func `removes its own remains and nobody else's`() throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    let dead = HardLinkFolderLock(stamp: PurgeFixture.deadStamp)
    let living = HardLinkFolderLock()
    _ = try dead.acquire(in: folder, waitingAtMost: .seconds(1))
    let held = try living.acquire(in: folder, waitingAtMost: .seconds(5))
    #expect(try living.removeOwnRemains(in: folder) == false)
    try living.release(held, in: folder)
    TestSpool.write("vmscan 1 of another program", to: spool.folderPath() + "/.lock")
    #expect(try living.removeOwnRemains(in: folder) == false)
    #expect(throws: FolderLockError.self) {
      _ = try living.acquire(in: folder, waitingAtMost: .milliseconds(20))
    }
  }

  /// A folder that waits for recovery must not be Asterisk's for an instant.
  @Test func `a dead lock is taken over without a gap`() throws {
    for step in 1...12 {
      let spool = try TestSpool()
      let folder = try folder(spool)
      let dead = HardLinkFolderLock(stamp: PurgeFixture.deadStamp)
      _ = try dead.acquire(in: folder, waitingAtMost: .seconds(1))
      let killed = HardLinkFolderLock(files: FaultyFiles(KillSwitch(.kill(at: step))))
      let held = try? killed.acquire(in: folder, waitingAtMost: .milliseconds(50))
      #expect(TestSpool.names(spool.folderPath()).contains(".lock"), "step \(step)")
      if step == 12 { #expect(held != nil) }
    }
  }

  @Test func `a symbolic link is no lock file`() throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    symlink("/etc/passwd", spool.folderPath() + "/lock")
    #expect(throws: FolderLockError.unusable("it is a symbolic link")) {
      _ = try FlockFolderLock().acquire(in: folder, waitingAtMost: .milliseconds(20))
    }
  }

  @Test func `a second name makes a lock file useless`() throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    TestSpool.write("", to: spool.root + "/other")
    link(spool.root + "/other", spool.folderPath() + "/lock")
    #expect(throws: FolderLockError.unusable("it has 2 names")) {
      _ = try FlockFolderLock().acquire(in: folder, waitingAtMost: .milliseconds(20))
    }
  }

  @Test func `a leftover flock file nobody holds is taken over`() throws {
    let spool = try TestSpool()
    let folder = try folder(spool)
    TestSpool.write("", to: spool.folderPath() + "/lock")
    let held = try FlockFolderLock().acquire(in: folder, waitingAtMost: .milliseconds(20))
    try FlockFolderLock().release(held, in: folder)
  }

  @Test func `a stamp reads back and tells the dead from the living`() throws {
    let mine = LockStamp.current
    #expect(LockStamp(parsing: Array(mine.description.utf8)) == mine)
    #expect(!mine.isDead(seenBy: mine))
    #expect(PurgeFixture.deadStamp.isDead(seenBy: mine))
    var rebooted = mine
    rebooted.boot = "another-boot"
    #expect(rebooted.isDead(seenBy: mine))
    var elsewhere = rebooted
    elsewhere.host = "another-host"
    #expect(!elsewhere.isDead(seenBy: mine))
    var container = PurgeFixture.deadStamp
    container.pidNamespace = "pid:[1]"
    #expect(!container.isDead(seenBy: mine))
  }

  @Test(arguments: ["", "vmscan", "vmscan x y z", "vmscan -1 b 2 n h", "other 1 b 2 n h"])
  func `foreign contents are no stamp`(_ text: String) {
    #expect(LockStamp(parsing: Array(text.utf8)) == nil)
  }
}

import Glibc
import Synchronization
import Testing
import VmscanActions
import VmscanModel

struct PurgeExecutorTests {
  /// Every subset of folders of up to five messages goes, and the rest stays in order.
  @Test(arguments: [["wav"], ["wav", "gsm"]], [AsteriskSettings.LockMode.lockfile, .flock])
  func `every subset of a small folder`(
    _ formats: [String], _ mode: AsteriskSettings.LockMode
  ) throws {
    for count in 1...5 {
      for subset in 1..<(1 << count) {
        let spool = try TestSpool()
        for index in 0..<count { spool.add("m\(index)", number: Int32(index), formats: formats) }
        var fixture = PurgeFixture(spool)
        fixture.mode = mode
        let removed = (0..<count).filter { subset >> $0 & 1 == 1 }
        let outcome = try fixture.apply([try fixture.plan(removed.map { Int32($0) })])
        let kept = (0..<count).filter { !removed.contains($0) }.map { "m\($0)" }
        let contents = spool.contents(spool.folderPath())
        #expect(outcome.removed.messages == removed.count)
        #expect(outcome.faults == [])
        #expect(
          contents.sorted { $0.key < $1.key }.map { Set($0.value.values) } == kept.map { [$0] })
        #expect(contents.keys.sorted() == (0..<Int32(kept.count)).map { $0 })
        #expect(try fixture.journal.unfinished().isEmpty)
      }
    }
  }

  @Test func `many messages take several short holds`() throws {
    let spool = try TestSpool()
    for index in 0..<60 { spool.add("m\(index)", number: Int32(index)) }
    var fixture = PurgeFixture(spool)
    fixture.options.renamesPerHold = 20
    let numbers = (0..<60).filter { $0 % 3 != 0 }.map { Int32($0) }
    let outcome = try fixture.apply([try fixture.plan(numbers)])
    #expect(outcome.removed.messages == 40)
    #expect(outcome.lockHolds > 1)
    let contents = spool.contents(spool.folderPath())
    #expect(contents.count == 20)
    for number in 0..<20 {
      #expect(Set(contents[Int32(number)]?.values.map { $0 } ?? []) == ["m\(number * 3)"])
    }
  }

  @Test func `files of a forward go with their message`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 1)
    TestSpool.write("a|", to: spool.folderPath() + "/msg0000-bak.wav")
    let fixture = PurgeFixture(spool)
    try fixture.apply([try fixture.plan([0])])
    #expect(spool.contents(spool.folderPath()) == [0: [".wav": "b", ".txt": "b"]])
  }

  @Test func `owner, mode and time of a quarantined file stay`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    chmod(spool.folderPath() + "/msg0000.txt", 0o666)
    let fixture = PurgeFixture(spool)
    let plan = try fixture.plan([0])
    try fixture.apply([plan])
    let place = try #require(spool.quarantinePlaces().first)
    let files = PosixFileOperations()
    let directory = try files.openDirectory(ByteText(place), in: nil)
    for file in plan.messages[0].files {
      let now = try files.identity(of: ByteText("msg0000" + file.suffix), in: directory)
      #expect(now.isSameContents(as: file.identity))
    }
  }

  /// What happens between plan and apply, and why the message is left alone.
  enum Change: String, CaseIterable, Sendable {
    case touched, replaced, vanished, becameLink, strayName, orphan, newFolder
  }

  @Test(arguments: Change.allCases)
  func `what changed since the plan is left alone`(_ change: Change) throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 1)
    let fixture = PurgeFixture(spool)
    let plan = try fixture.plan([0])
    let path = spool.folderPath()
    switch change {
    case .touched: TestSpool.write("a|changed", to: path + "/msg0000.wav")
    case .replaced:
      unlink(path + "/msg0000.txt")
      TestSpool.write(TestSpool.envelope("c", 5), to: path + "/msg0000.txt")
    case .vanished:
      unlink(path + "/msg0000.txt")
      unlink(path + "/msg0000.wav")
    case .becameLink:
      unlink(path + "/msg0000.wav")
      symlink("/etc/passwd", path + "/msg0000.wav")
    case .strayName: TestSpool.write("", to: path + "/msg0001.txt.bak")
    case .orphan: TestSpool.write("x|", to: path + "/msg0007.wav")
    case .newFolder:
      rename(path, path + ".old")
      spool.add("z", number: 0)
    }
    let before = spool.contents(path)
    let outcome = try fixture.apply([plan])
    #expect(outcome.removed.messages == 0)
    #expect(outcome.skipped == 1)
    #expect(spool.contents(path) == before)
    #expect(try fixture.journal.unfinished().isEmpty)
  }

  @Test func `a message with another number now is still the same`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 1)
    let fixture = PurgeFixture(spool)
    let plan = try fixture.plan([1])
    let path = spool.folderPath()
    for suffix in [".wav", ".txt"] {
      unlink(path + "/msg0000" + suffix)
      rename(path + "/msg0001" + suffix, path + "/msg0000" + suffix)
    }
    #expect(try fixture.apply([plan]).removed.messages == 1)
    #expect(spool.contents(path).isEmpty)
  }

  @Test func `a mailbox that is open is left alone, Deleted is not`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 0, in: .deleted)
    var fixture = PurgeFixture(spool)
    fixture.control = FixedControl { sessions in
      sessions.add(
        application: Array("VoiceMailMain".utf8)[...], data: Array("1001@default,s".utf8)[...],
        usesAliases: false)
    }
    let outcome = try fixture.apply([try fixture.plan([0]), try fixture.plan([0], in: .deleted)])
    #expect(outcome.removed.messages == 1)
    #expect(outcome.skipped == 1)
    #expect(spool.contents(spool.folderPath(.deleted)).isEmpty)
  }

  @Test func `refused when Asterisk cannot be asked, unless told`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    var fixture = PurgeFixture(spool)
    fixture.control = SilentControl()
    let plan = try fixture.plan([0])
    #expect(throws: PurgeRefusal.sessionsUnknown("no answer")) { try fixture.apply([plan]) }
    fixture.options.actsUnasked = true
    #expect(try fixture.apply([plan], run: "run2").removed.messages == 1)
  }

  @Test func `a held lock is waited for and never broken`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    let fixture = PurgeFixture(spool)
    let plan = try fixture.plan([0])
    let lock = spool.folderPath() + "/.lock"
    TestSpool.write("", to: lock)
    utime(lock, [utimbuf(actime: 1_800_000_000, modtime: 1_800_000_000)])
    let outcome = try fixture.apply([plan])
    #expect(outcome.foldersLockedOut == 1)
    #expect(outcome.removed.messages == 0)
    #expect(access(lock, F_OK) == 0)
  }

  @Test func `a hold placed after the plan is kept`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 1, origtime: 1_600_000_000)
    var fixture = PurgeFixture(spool)
    let plan = try fixture.plan([0, 1])
    fixture.options.holds = [
      Hold(
        scope: HoldScope(from: Timestamp(1_650_000_000)), matter: "case-17", owner: "Records",
        placed: Timestamp(1))
    ]
    let outcome = try fixture.apply([plan])
    #expect(outcome.removed.messages == 1)
    #expect(spool.contents(spool.folderPath()) == [0: [".wav": "a", ".txt": "a"]])
  }

  @Test func `a signal stops between messages`() throws {
    let spool = try TestSpool()
    for index in 0..<4 { spool.add("m\(index)", number: Int32(index)) }
    var fixture = PurgeFixture(spool)
    let asked = Mutex(0)
    fixture.shouldStop = {
      asked.withLock {
        $0 += 1; return $0 > 3
      }
    }
    let outcome = try fixture.apply([try fixture.plan([0, 1, 2, 3])])
    #expect(outcome.wasStopped)
    #expect(outcome.removed.messages == 2)
    #expect(outcome.skipped == 2)
    #expect(spool.contents(spool.folderPath()).keys.sorted() == [0, 1])
  }

  @Test func `refused for another spool than the planned one`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    let other = try TestSpool()
    other.add("a", number: 0)
    let fixture = PurgeFixture(spool)
    let header = try PurgeFixture(other).header()
    let quarantine = try fixture.openQuarantine()
    let executor = PurgeExecutor(
      spool: try fixture.openSpool(), spoolPath: "", quarantine: quarantine,
      runLock: try RunLock("run.lock", in: quarantine.directory), journal: fixture.journal,
      lock: HardLinkFolderLock(), control: NoAsterisk(), identity: fixture.identity("run"),
      owner: NoOwnerSwitch(), now: { Timestamp(1) })
    #expect(throws: PurgeRefusal.spoolChanged(header.spool)) {
      try executor.apply(header, digest: "", totals: PlanTotals(), folders: [])
    }
  }

  @Test func `only one may act`() throws {
    let spool = try TestSpool()
    let fixture = PurgeFixture(spool)
    let quarantine = try fixture.openQuarantine()
    let first = try RunLock("run.lock", in: quarantine.directory)
    #expect(throws: PurgeRefusal.anotherRunActive("process \(getpid())")) {
      try RunLock("run.lock", in: quarantine.directory)
    }
    _ = first
  }
}

/// Says what a test wants of the calls that are up.
struct FixedControl: AsteriskControl {
  var live = LiveSessions()

  init(_ build: (inout LiveSessions) -> Void) { build(&live) }

  func sessions() throws -> LiveSessions { live }
}

/// Runs but cannot be asked.
struct SilentControl: AsteriskControl {
  func sessions() throws -> LiveSessions { throw AsteriskUnreachable("no answer") }

  @Test func `of twins that share their files only the planned one goes`() throws {
    let spool = try TestSpool()
    spool.add("a", number: 0)
    spool.add("b", number: 1)
    for suffix in ["wav", "txt"] {
      let path = spool.folderPath() + "/msg000"
      #expect(link("\(path)0.\(suffix)", "\(path)2.\(suffix)") == 0)
    }
    let fixture = PurgeFixture(spool)
    let outcome = try fixture.apply([try fixture.plan([0])])
    #expect(outcome.removed.messages == 1)
    let left = spool.contents(spool.folderPath())
    #expect(left.keys.sorted() == [0, 1])
    #expect((0..<2).map { Set(left[$0]?.values.map { $0 } ?? []) } == [["b"], ["a"]])
  }
}

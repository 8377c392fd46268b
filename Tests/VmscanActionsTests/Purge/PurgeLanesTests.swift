import Glibc
import Synchronization
import Testing
import VmscanActions
import VmscanModel

/// A purge in several folders at once.
struct PurgeLanesTests {
  private static let boxes = (0..<12).map {
    MailboxID(context: "default", mailbox: ByteText("\(1000 + $0)"))
  }

  /// Twelve mailboxes of four messages each, of which two are to go.
  private func build() throws -> (TestSpool, SpoolCheck) {
    let spool = try TestSpool()
    var messages: [String: Set<String>] = [:]
    for box in Self.boxes {
      for number in Int32(0)..<4 {
        let id = "\(box.mailbox)-\(number)"
        spool.add(id, number: number, formats: ["wav"], mailbox: box)
        messages[id] = [".wav", ".txt"]
      }
    }
    return (spool, SpoolCheck(spool: spool, messages: messages))
  }

  private func fixture(_ spool: TestSpool, _ journal: MemoryJournal) -> PurgeFixture {
    var fixture = PurgeFixture(spool, journal: journal)
    fixture.options.lanes = 3
    fixture.options.foldersPerWrite = 2
    return fixture
  }

  private func plans(_ fixture: PurgeFixture) throws -> [PlannedFolder] {
    try Self.boxes.map { try fixture.plan([0, 2], mailbox: $0) }
  }

  private func verify(_ check: SpoolCheck, _ note: Comment) {
    check.verify(folders: Self.boxes.map { check.spool.folderPath(.inbox, $0) }, note)
  }

  @Test func `each folder is worked on once and reported on the calling thread`() throws {
    let (spool, check) = try build()
    let fixture = fixture(spool, MemoryJournal())
    let caller = pthread_self()
    var reported: [MailboxID] = []
    let outcome = try fixture.apply(
      try plans(fixture),
      report: { folder in
        #expect(pthread_equal(pthread_self(), caller) != 0)
        reported.append(folder.mailbox)
      })
    #expect(outcome.removed.messages == 24)
    #expect(outcome.touched == Set(Self.boxes))
    #expect(reported.sorted() == Self.boxes)
    #expect(try fixture.journal.unfinished().isEmpty)
    verify(check, "after a purge in three lanes")
  }

  @Test func `nothing is lost wherever all lanes are killed`() throws {
    for step in stride(from: 1, to: 400, by: 9) {
      let (spool, check) = try build()
      let killSwitch = KillSwitch(.kill(at: step))
      let fixture = fixture(spool, MemoryJournal(killSwitch))
      _ = try fixture.openQuarantine()
      let plans = try plans(fixture)
      do {
        try fixture.apply(
          plans, files: FaultyFiles(killSwitch), stamp: PurgeFixture.deadStamp)
      } catch is Killed {
      }
      fixture.journal.revive()
      try fixture.recover()
      #expect(try fixture.journal.unfinished().isEmpty)
      verify(check, "killed at \(step)")
    }
  }

  @Test func `a signal leaves every folder as it is that was not begun`() throws {
    let (spool, check) = try build()
    var fixture = fixture(spool, MemoryJournal())
    let asked = Mutex(0)
    fixture.shouldStop = {
      asked.withLock { number in
        number += 1
        return number > 8
      }
    }
    let outcome = try fixture.apply(try plans(fixture))
    #expect(outcome.wasStopped)
    #expect(outcome.removed.messages + outcome.skipped == 24)
    #expect(outcome.skipped > 0)
    #expect(try fixture.journal.unfinished().isEmpty)
    verify(check, "after a signal")
  }

  @Test func `folders that are refused stop no lane`() throws {
    let (spool, check) = try build()
    let fixture = fixture(spool, MemoryJournal())
    var plans = try plans(fixture)
    let planned = plans.reduce(0) { $0 + $1.messages.count }
    for index in plans.indices where index.isMultiple(of: 3) { plans[index].inode += 1 << 40 }
    let outcome = try fixture.apply(plans)
    #expect(outcome.removed.messages + outcome.skipped == planned)
    #expect(outcome.skipped == 8, "four folders are no longer those of the plan")
    verify(check, "after a purge with strange folders")
  }
}

import Glibc
import Testing
import VmscanActions
import VmscanModel

struct RestoreAndExpireTests {
  private func purged() throws -> (TestSpool, PurgeFixture) {
    let spool = try TestSpool()
    for index in 0..<3 {
      spool.add("m\(index)", number: Int32(index), formats: ["wav", "gsm"])
    }
    let fixture = PurgeFixture(spool)
    try fixture.apply([try fixture.plan([0, 2])])
    return (spool, fixture)
  }

  private func entries(_ fixture: PurgeFixture) throws -> [QuarantineEntry] {
    var entries: [QuarantineEntry] = []
    let problems = try fixture.openQuarantine().forEachEntry { entries.append($0) }
    #expect(problems == [])
    return entries.sorted { $0.message.number < $1.message.number }
  }

  private func restore(
    _ fixture: PurgeFixture, _ entries: [QuarantineEntry], limit: Int? = 100
  ) throws -> Restorer.Result {
    let quarantine = try fixture.openQuarantine()
    return try Restorer(
      spool: try fixture.openSpool(), quarantine: quarantine,
      runLock: try RunLock("run.lock", in: quarantine.directory), journal: fixture.journal,
      lock: HardLinkFolderLock(), control: fixture.control, identity: fixture.identity("back"),
      owner: NoOwnerSwitch(), now: { Timestamp(1_800_000_100) }
    ).restore(entries) { _ in limit }
  }

  @Test func `comes back whole at the end of its folder`() throws {
    let (spool, fixture) = try purged()
    let waiting = try entries(fixture)
    #expect(waiting.map(\.message.messageID) == ["m0", "m2"])
    let result = try restore(fixture, waiting)
    #expect(result.restored.map(\.number) == [1, 2])
    let contents = spool.contents(spool.folderPath())
    #expect((0..<3).map { Set(contents[$0]?.values.map { $0 } ?? []) } == [["m1"], ["m0"], ["m2"]])
    #expect(try entries(fixture).isEmpty)
    #expect(spool.quarantinePlaces().isEmpty)
    #expect(try fixture.journal.unfinished().isEmpty)
  }

  @Test func `a full folder takes no more`() throws {
    let (_, fixture) = try purged()
    let result = try restore(fixture, try entries(fixture), limit: 2)
    #expect(result.restored.count == 1)
    #expect(result.left.map(\.reason) == ["the folder is full (maxmsg 2)"])
    #expect(try entries(fixture).count == 1)
  }

  @Test func `a mailbox that is gone gets nothing back`() throws {
    let (spool, fixture) = try purged()
    let waiting = try entries(fixture)
    TestSpool.removeTree(spool.folderPath())
    let result = try restore(fixture, waiting)
    #expect(result.restored.isEmpty)
    #expect(result.left.count == 2)
    #expect(try entries(fixture).count == 2)
  }

  @Test(arguments: ["link", "garbage", "other size", "directory"])
  func `what is not the file that was removed stays in quarantine`(kind: String) throws {
    let (spool, fixture) = try purged()
    let place = try #require(spool.quarantinePlaces().first)
    let path = place + "/msg0000.wav"
    if kind != "garbage" { unlink(path) }
    switch kind {
    case "link": symlink("/etc/passwd", path)
    case "garbage": TestSpool.write("xx|.wav", to: path)
    case "directory": mkdir(path, 0o755)
    default: TestSpool.write("m0|.wav longer", to: path)
    }
    let result = try restore(fixture, try entries(fixture))
    #expect(result.restored.map(\.entry.message.messageID) == ["m2"])
    let reason = try #require(result.left.first?.reason)
    #expect(reason.contains("'msg0000.wav' is not the file that was removed"))
    #expect(try entries(fixture).map(\.message.messageID) == ["m0"])
    #expect(try fixture.journal.unfinished().isEmpty)
  }

  @Test func `a missing recording is named with where the rest lies`() throws {
    let (spool, fixture) = try purged()
    let place = try #require(spool.quarantinePlaces().first)
    unlink(place + "/msg0000.gsm")
    let result = try restore(fixture, try entries(fixture))
    #expect(result.restored.map(\.entry.message.messageID) == ["m2"])
    #expect(
      result.left.map(\.reason)
        == ["'msg0000.gsm' is missing; the other files lie in '\(place)'"])
  }

  @Test func `expires after its time and leaves no empty directories`() throws {
    let (spool, fixture) = try purged()
    let quarantine = try fixture.openQuarantine()
    let early = QuarantineExpirer(
      quarantine: quarantine, journal: fixture.journal, identity: fixture.identity("e1"),
      owner: NoOwnerSwitch(), now: { Timestamp(1_800_000_000 + 86400) })
    #expect(
      try early.expire(olderThan: .days(7), at: Timestamp(1_800_000_000 + 86400)).unlinked == 0)
    let due = Timestamp(1_800_000_000 + 8 * 86400)
    let late = QuarantineExpirer(
      quarantine: quarantine, journal: fixture.journal, identity: fixture.identity("e2"),
      owner: NoOwnerSwitch(), now: { due })
    let hold = Hold(
      scope: HoldScope(mailboxes: [spool.box]), matter: "case-17", owner: "", placed: Timestamp(1))
    #expect(try late.expire(olderThan: .days(7), at: due, holds: [hold]).held == 2)
    #expect(try late.expire(olderThan: .days(7), at: due).unlinked == 2)
    #expect(TestSpool.names(spool.quarantinePath) == ["run.lock"])
  }

  @Test func `lies beside the contexts and never among them`() throws {
    #expect(
      Quarantine.defaultPath(spool: "/var/spool/asterisk/voicemail/")
        == "/var/spool/asterisk/vmscan-quarantine")
    let spool = try TestSpool()
    let inside = ByteText(spool.spoolPath + "/quarantine")
    let fixture = PurgeFixture(spool)
    #expect(
      throws: PurgeRefusal.quarantineUnusable(
        inside, "it lies in the spool, where it would be taken for a context")
    ) {
      try Quarantine(path: inside, spool: try fixture.openSpool())
    }
  }

  @Test func `others may not read it`() throws {
    let spool = try TestSpool()
    mkdir(spool.quarantinePath, 0o755)
    let fixture = PurgeFixture(spool)
    #expect(
      throws: PurgeRefusal.quarantineUnusable(
        ByteText(spool.quarantinePath), "others may read it; its mode must be 0700")
    ) { try fixture.openQuarantine() }
  }
}

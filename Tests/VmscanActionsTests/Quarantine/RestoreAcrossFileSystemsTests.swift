import Glibc
import Testing
import VmscanActions
import VmscanModel

/// A quarantine on another file system: restoring copies, and a stop at any moment loses nothing.
@Suite(.enabled(if: TestSpool.otherFileSystem != nil, "there is no second file system"))
struct RestoreAcrossFileSystemsTests {
  private static let formats = [["wav", "gsm"], ["wav"], ["wav", "gsm"]]

  private func purged() throws -> (TestSpool, PurgeFixture, SpoolCheck) {
    let spool = try TestSpool(acrossDevices: true)
    var messages: [String: Set<String>] = [:]
    for (index, formats) in Self.formats.enumerated() {
      spool.add("m\(index)", number: Int32(index), formats: formats)
      messages["m\(index)"] = Set(formats.map { "." + $0 } + [".txt"])
    }
    let fixture = PurgeFixture(spool)
    try fixture.apply([try fixture.plan([0, 2])])
    return (spool, fixture, SpoolCheck(spool: spool, messages: messages))
  }

  private func restore(
    _ fixture: PurgeFixture, files: any FileOperations = FaultyFiles(KillSwitch())
  ) throws -> Restorer.Result {
    let quarantine = try fixture.openQuarantine(files)
    var entries: [QuarantineEntry] = []
    _ = try quarantine.forEachEntry { entries.append($0) }
    return try Restorer(
      spool: try fixture.openSpool(), quarantine: quarantine,
      runLock: try RunLock("run.lock", in: quarantine.directory), journal: fixture.journal,
      lock: fixture.mode.folderLock(files: files, stamp: PurgeFixture.deadStamp),
      control: fixture.control, identity: fixture.identity("back"), owner: NoOwnerSwitch(),
      now: { Timestamp(1_800_000_100) }
    ).restore(entries) { _ in 100 }
  }

  @Test func `every byte, mode and time comes back and nothing is left behind`() throws {
    let spool = try TestSpool(acrossDevices: true)
    spool.add("a", number: 0, formats: ["wav", "gsm"])
    let path = spool.folderPath()
    chmod(path + "/msg0000.wav", 0o640)
    let before = try facts(path)
    let fixture = PurgeFixture(spool)
    try fixture.apply([try fixture.plan([0])])
    #expect(TestSpool.names(path).isEmpty)
    let result = try restore(fixture)
    #expect(result.restored.count == 1)
    #expect(result.faults.isEmpty)
    #expect(try facts(path) == before)
    #expect(spool.quarantinePlaces().isEmpty)
    #expect(TestSpool.names(spool.spoolPath) == ["default"])
    #expect(try fixture.journal.unfinished().isEmpty)
  }

  private func facts(_ path: String) throws -> [String] {
    let files = PosixFileOperations()
    let directory = try files.openDirectory(ByteText(path), in: nil)
    return try TestSpool.names(path).map { name in
      let identity = try files.identity(of: ByteText(name), in: directory)
      let (mode, owner) = (identity.mode, identity.owner)
      return "\(name) \(mode) \(owner) \(identity.group) \(identity.size) \(identity.modified) "
        + TestSpool.read("\(path)/\(name)")
    }
  }

  @Test func `nothing is lost or doubled wherever it is killed`() throws {
    var step = 1
    while true {
      let killSwitch = KillSwitch(.kill(at: step))
      let (spool, fixture, check) = try purged()
      fixture.journal.revive(killSwitch)
      var finished = true
      do {
        _ = try restore(fixture, files: FaultyFiles(killSwitch))
      } catch is Killed {
        finished = false
      }
      fixture.journal.revive()
      try fixture.recover()
      #expect(try fixture.journal.unfinished().isEmpty)
      check.verify(folders: [spool.folderPath()], "killed at step \(step)")
      #expect(TestSpool.names(spool.spoolPath) == ["default"], "killed at step \(step)")
      if finished { break }
      step += 1
      try #require(step < 500)
    }
    #expect(step > 20, "so few steps cannot have been a restore")
  }

  @Test(arguments: [ENOSPC, EACCES, EROFS, EIO])
  func `one step that fails loses nothing`(code: Int32) throws {
    for step in 1...40 {
      let (spool, fixture, check) = try purged()
      _ = try? restore(fixture, files: FaultyFiles(KillSwitch(.fail(at: step, code: code))))
      try fixture.recover()
      check.verify(folders: [spool.folderPath()], "step \(step) failed")
    }
  }

  @Test func `a copy of another size is left and said`() throws {
    let (spool, fixture, _) = try purged()
    let place = try #require(spool.quarantinePlaces().first)
    TestSpool.write("short", to: place + "/msg0002.wav")
    let result = try restore(fixture)
    #expect(result.restored.map(\.entry.message.messageID) == ["m0"])
    #expect(result.left.count == 1)
    #expect(result.left.first?.reason.contains("is not the file that was removed") == true)
    #expect(TestSpool.names(spool.spoolPath) == ["default"])
  }
}

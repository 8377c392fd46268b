import Glibc
import Testing
import VmscanActions
import VmscanModel
import VmscanSystem

/// Disk full, read-only, no permission: refused or skipped, reported, and nothing lost.
struct FailureTests {
  private static let messages = [["wav", "gsm"], ["wav"], ["gsm", "WAV"], ["wav"]]

  private func build() throws -> (TestSpool, SpoolCheck) {
    let spool = try TestSpool()
    var messages: [String: Set<String>] = [:]
    for (index, formats) in Self.messages.enumerated() {
      spool.add("m\(index)", number: Int32(index), formats: formats)
      messages["m\(index)"] = Set(formats.map { "." + $0 } + [".txt"])
    }
    return (spool, SpoolCheck(spool: spool, messages: messages))
  }

  /// Runs a purge of messages 0 and 2 and then a recovery; how many were removed at first.
  private func run(_ action: KillSwitch.Action, _ mode: AsteriskSettings.LockMode) throws -> Int {
    let (spool, check) = try build()
    let killSwitch = KillSwitch(action)
    var fixture = PurgeFixture(spool)
    fixture.mode = mode
    _ = try fixture.openQuarantine()
    let plan = try fixture.plan([0, 2])
    var removed = 0
    do {
      removed = try fixture.apply([plan], files: FaultyFiles(killSwitch)).removed.messages
    } catch is SystemError {
    } catch is PurgeRefusal {
    }
    // A lock that could not be taken away blocks recovery until somebody looks at it.
    let lock = spool.folderPath() + "/.lock"
    if access(lock, F_OK) == 0 { unlink(lock) }
    try fixture.recover()
    #expect(try fixture.journal.unfinished().isEmpty)
    check.verify(folders: [spool.folderPath()], "\(action)")
    return removed
  }

  @Test(arguments: [EACCES, ENOSPC, EROFS], [AsteriskSettings.LockMode.lockfile, .flock])
  func `one step that fails loses nothing`(_ code: Int32, _ mode: AsteriskSettings.LockMode) throws
  {
    for step in 1...45 { _ = try run(.fail(at: step, code: code), mode) }
  }

  @Test(arguments: [EACCES, ENOSPC, EROFS])
  func `a disk that fails from some step on loses nothing`(_ code: Int32) throws {
    for step in 1...45 { _ = try run(.failFrom(step, code: code), .lockfile) }
  }

  @Test func `without a failure both are removed`() throws {
    #expect(try run(.never, .lockfile) == 2)
  }
}

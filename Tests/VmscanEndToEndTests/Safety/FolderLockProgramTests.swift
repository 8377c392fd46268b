import Foundation
import Testing

/// A lock that stays in a folder makes Asterisk throw later messages away.
struct FolderLockProgramTests {
  private let copy: SpoolCopy
  private var lock: String { copy.spool + "/default/1001/INBOX/.lock" }

  init() throws { copy = try SpoolCopy() }

  private func doctor() throws -> String {
    let done = try copy.vmscan("doctor")
    return done.lines.first { $0.contains("stale-locks: ") }.map(String.init) ?? done.output
  }

  @Test func `doctor names a lock as soon as it is there`() throws {
    #expect(try doctor().hasPrefix("ok "))
    _ = FileManager.default.createFile(atPath: lock, contents: nil)
    let line = try doctor()
    #expect(!line.hasPrefix("ok ") && line.contains("default/1001/INBOX"), "\(line)")
  }

  /// The stamp of a run on this host in another boot: certainly dead.
  private var deadStamp: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count)
    let host = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "vmscan 4711 0c6a2c0e-0000-4000-8000-000000000000 17 pid:[1] \(host)\n"
  }

  @Test func `maintenance removes the lock of a killed run and no other`() throws {
    let theirs = copy.spool + "/default/1002/INBOX/.lock"
    _ = FileManager.default.createFile(atPath: theirs, contents: Data("x".utf8))
    _ = FileManager.default.createFile(atPath: lock, contents: Data(deadStamp.utf8))
    #expect(try copy.vmscan("purge", "--mailbox", "1009@default", "--yes").status == 0)
    let done = try copy.vmscan("maintain", "--quarantine")
    #expect(done.status == 0, "\(done.errors)")
    #expect(!FileManager.default.fileExists(atPath: lock))
    #expect(FileManager.default.fileExists(atPath: theirs))
  }
}

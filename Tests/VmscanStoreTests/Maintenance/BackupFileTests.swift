import Glibc
import Testing
import VmscanModel
import VmscanStore
import VmscanTestSupport

struct BackupFileTests {
  private let directory: TemporaryDirectory
  private let store: HistoryStore
  private var backups: String { "\(directory.path)/backup" }

  init() throws {
    directory = try TemporaryDirectory()
    store = try HistoryStore(path: "\(directory.path)/vmscan.db")
  }

  private func names() throws -> [String] {
    try BackupFile.list(in: backups).map { String($0.path.dropFirst(backups.count + 1)) }
  }

  @Test
  func `the oldest beyond the number to keep are removed, oldest first`() throws {
    for day in Int64(0)..<4 {
      _ = try store.backUp(into: backups, at: Timestamp(1_795_399_200 + day * 86400), keep: 2)
    }
    #expect(try names() == ["vmscan-20261125T020000Z.db", "vmscan-20261126T020000Z.db"])
  }

  @Test
  func `files of other names are neither listed nor removed`() throws {
    mkdir(backups, 0o700)
    let others = [
      "vmscan-20261125.db", "vmscan-2026112xT020000Z.db", "vmscan-20261325T020000Z.db",
      "vmscan-20261125T020000Z.db.old", "notes", "vmscan-20261125-020000Z.db",
    ]
    for name in others { try TestFiles.write([], to: ByteText("\(backups)/\(name)")) }
    _ = try store.backUp(into: backups, at: Timestamp(1_795_399_200), keep: 1)
    #expect(try names() == ["vmscan-20261123T020000Z.db"])
    for name in others { #expect(access("\(backups)/\(name)", F_OK) == 0, "\(name)") }
  }

  @Test
  func `a backup never replaces one and is private`() throws {
    let time = Timestamp(1_795_399_200)
    let made = try store.backUp(into: backups, at: time, keep: 1).made
    #expect(throws: StoreError.exists(path: made.path)) {
      try store.backUp(into: backups, at: time, keep: 1)
    }
    var status = stat()
    #expect(stat(made.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try names().count == 1)
  }

  @Test
  func `a directory that is not there holds no backup`() throws {
    #expect(try BackupFile.list(in: backups).isEmpty)
  }
}

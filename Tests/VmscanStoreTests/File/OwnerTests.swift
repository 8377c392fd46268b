import Glibc
import Testing
import VmscanModel
import VmscanStore
import VmscanTestSupport

/// What root makes in the directory of another user belongs to that user.
@Suite(.enabled(if: geteuid() == 0, "only root can make files for others"))
struct OwnerTests {
  private let directory: TemporaryDirectory
  private var path: String { directory.path + "/vmscan.db" }

  init() throws {
    directory = try TemporaryDirectory()
    chown(directory.path, 1234, 4321)
  }

  private func owner(of path: String) -> [UInt32]? {
    var status = stat()
    return lstat(path, &status) == 0 ? [status.st_uid, status.st_gid] : nil
  }

  @Test
  func `a new history, its log and its backups belong to the owner of their directory`() throws {
    let store = try HistoryStore(path: path)
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    for suffix in ["", "-wal", "-shm"] { #expect(owner(of: path + suffix) == [1234, 4321]) }
    let backups = directory.path + "/backup"
    let made = try store.backUp(into: backups, at: Timestamp(1_795_399_200), keep: 2).made
    #expect(owner(of: backups) == [1234, 4321])
    #expect(owner(of: made.path) == [1234, 4321])
    let below = try HistoryStore(path: directory.path + "/a/b/vmscan.db")
    #expect(owner(of: directory.path + "/a") == [1234, 4321])
    #expect(owner(of: below.path) == [1234, 4321])
  }

  @Test
  func `what exists keeps its owner, and a directory of root gives nothing away`() throws {
    try TestFiles.write([], to: ByteText(path))
    chown(path, 77, 88)
    _ = try HistoryStore(path: path).record(ReportBuilder.usual(day: 0).report)
    #expect(owner(of: path) == [77, 88])
    mkdir(directory.path + "/own", 0o700)
    let own = try HistoryStore(path: directory.path + "/own/vmscan.db")
    #expect(owner(of: own.path) == [0, 0])
  }

  @Test
  func `a link in the place of the database is not followed`() throws {
    let target = directory.path + "/target"
    symlink(target, path)
    #expect(throws: StoreError.self) { try HistoryStore(path: path) }
    #expect(owner(of: target) == nil)
  }
}

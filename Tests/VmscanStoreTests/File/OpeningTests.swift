import GRDB
import Glibc
import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanStore

struct OpeningTests {
  let directory: TemporaryDirectory
  var path: String { directory.database }

  init() throws { directory = try TemporaryDirectory() }

  @Test func `all files are private whatever the umask`() throws {
    let store = try HistoryStore(path: path)
    _ = try store.record(ReportBuilder.usual(day: 0).report)
    #expect(mode(of: directory.path + "/history") == 0o700)
    for suffix in ["", "-wal", "-shm"] { #expect(mode(of: path + suffix) == 0o600) }
  }

  @Test func `history survives closing`() throws {
    let report = try HistoryStore(path: path).record(ReportBuilder.usual(day: 0).report)
    #expect(isSame(try HistoryStore(path: path).report(), report))
    #expect(isSame(try HistoryStore.readOnly(path: path).report(), report))
  }

  @Test func `every protection of the connection is on`() throws {
    let store = try HistoryStore(path: path)
    let values = try store.read { db in
      try ["foreign_keys", "synchronous", "trusted_schema"].map {
        try Int.fetchOne(db, sql: "PRAGMA \($0)")
      }
    }
    #expect(values == [1, 2, 0])
    #expect(try store.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
  }

  @Test func `a newer database is refused and left alone`() throws {
    try HistoryStore(path: path).write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')")
    }
    let before = try TestFiles.read(ByteText(path))
    #expect(throws: StoreError.newer(path: path)) { try HistoryStore(path: path) }
    #expect(try TestFiles.read(ByteText(path)) == before)
    #expect(throws: StoreError.newer(path: path)) { try HistoryStore.readOnly(path: path) }
  }

  @Test func `an older database is refused for reading only`() throws {
    try HistoryStore(path: path).write { try $0.execute(sql: "DELETE FROM grdb_migrations") }
    #expect(throws: StoreError.older(path: path)) { try HistoryStore.readOnly(path: path) }
  }

  @Test func `the database of another program is refused and left alone`() throws {
    let other = directory.path + "/other.db"
    try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t (a)") }
    let before = contents(of: other)
    #expect(throws: StoreError.foreign(path: other)) { try HistoryStore(path: other) }
    #expect(contents(of: other) == before)
  }

  @Test func `a file that is no database is damaged`() throws {
    let junk = directory.path + "/junk.db"
    write(Array(repeating: 0x41, count: 8192), to: junk)
    #expect(throws: StoreError.damaged(path: junk, detail: "file is not a database")) {
      try HistoryStore(path: junk)
    }
  }

  @Test func `a damaged page is told as damage`() throws {
    try HistoryStore(path: path).optimize()
    var bytes = contents(of: path)
    for index in 4096..<bytes.count { bytes[index] = 0xFF }
    write(bytes, to: path)
    do {
      let store = try HistoryStore(path: path)
      let problems = try store.integrityProblems()
      #expect(!problems.isEmpty)
    } catch StoreError.damaged(let where_, _) {
      #expect(where_ == path)
    }
  }

  @Test func `a directory, a missing file and a forbidden place are named`() throws {
    #expect(throws: StoreError.unopenable(path: directory.path, error: "not a regular file")) {
      try HistoryStore(path: directory.path)
    }
    #expect(throws: StoreError.unopenable(path: directory.path, error: "not a regular file")) {
      try HistoryStore.readOnly(path: directory.path)
    }
    let missing = StoreError.unopenable(
      path: path, error: "ENOENT (No such file or directory)")
    #expect(throws: missing) { try HistoryStore.readOnly(path: path) }
    let file = directory.path + "/file"
    write([1], to: file)
    let below = file + "/vmscan.db"
    #expect(throws: StoreError.unopenable(path: below, error: "ENOTDIR (Not a directory)")) {
      try HistoryStore(path: below)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func `a read-only directory is named, and can be read`() throws {
    let report = try HistoryStore(path: path).record(ReportBuilder.usual(day: 0).report)
    chmod(directory.path + "/history", 0o500)
    #expect(throws: StoreError.notWritable(path: path, error: "EACCES (Permission denied)")) {
      try HistoryStore(path: path)
    }
    #expect(isSame(try HistoryStore.readOnly(path: path).report(), report))
  }

  @Test func `a reader cannot write`() throws {
    _ = try HistoryStore(path: path)
    let reader = try HistoryStore.readOnly(path: path)
    #expect(throws: StoreError.self) { try reader.record(ReportBuilder.usual(day: 0).report) }
  }

  @Test func `a locked database says who holds it`() throws {
    let holder = try HistoryStore(path: path)
    let waiter = try HistoryStore(path: path, waiting: 0.01)
    try holder.write { db in
      try db.execute(sql: "INSERT INTO word (value) VALUES (x'00')")
      do {
        _ = try waiter.record(ReportBuilder.usual(day: 0).report)
        Issue.record("it was written under another's lock")
      } catch StoreError.locked(let where_, let who) {
        #expect(where_ == path)
        #expect(who?.hasPrefix("process \(getpid()) ('") == true)
      }
    }
    #expect(try waiter.record(ReportBuilder.usual(day: 0).report).run.id == 1)
  }

  static let locks: [(line: String, pid: Int32?)] = [
    ("1: POSIX  ADVISORY  WRITE 1234 08:01:99 120 120", 1234),
    ("1: POSIX  ADVISORY  READ 1234 08:01:99 120 120", nil),
    ("1: POSIX  ADVISORY  WRITE 1234 08:01:98 120 120", nil),
    ("1: OFDLCK ADVISORY  WRITE -1 08:01:99 120 120", nil),
    ("1: -> POSIX ADVISORY WRITE 1 08:01:99 120 120", nil),
    ("", nil),
  ]

  @Test(arguments: locks)
  func `the kernel's lock table is read`(row: (line: String, pid: Int32?)) {
    #expect(LockHolder.writer(row.line, inode: 99) == row.pid)
  }

  @Test func `a temporary history works and leaves nothing`() throws {
    let store = try HistoryStore.temporary()
    let report = try store.record(ReportBuilder.usual(day: 0).report)
    #expect(isSame(try store.report(), report))
    #expect(store.path.isEmpty)
  }
}

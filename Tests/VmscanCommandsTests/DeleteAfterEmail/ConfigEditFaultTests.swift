import Foundation
import Glibc
import Synchronization
import Testing
import VmscanActions
import VmscanModel
import VmscanSystem
import VmscanTestSupport

@testable import VmscanCommands

/// Whatever goes wrong, the old file or the new one stands, and nothing of others is lost.
struct ConfigEditFaultTests {
  private struct Stop: Error {}

  private static let text = """
    [default]
    1001 => 481516,Alice Example,alice@example.com
    #include more.conf

    """
  private static let more = "1002 => 481517,Bob Example,bob@example.com,,tz=x ; comment\r\n"

  private func bench() throws -> EditBench {
    try EditBench(["voicemail.conf": Array(Self.text.utf8), "more.conf": Array(Self.more.utf8)])
  }

  private static let steps = ConfigEditStep.allCases.filter {
    ![.finish, .exchangeBack, .rollBack].contains($0)
  }

  @Test(arguments: steps, [1, 2])
  func `a failure at any step leaves both files as they were`(
    step: ConfigEditStep, occurrence: Int
  ) throws {
    let bench = try bench()
    let (bytes, names) = (bench.contents, bench.names)
    let plan = try bench.draft().plan
    #expect(plan.files.count == 2)
    var executor = bench.executor()
    let count = Counter()
    executor.beforeStep = { reached, _ in
      if reached == step, count.next() == occurrence { throw Stop() }
    }
    if occurrence == 2, [.backUp, .record, .readAgain].contains(step) {
      try executor.apply(plan, change: "c1")
      return
    }
    #expect(throws: Stop.self) { try executor.apply(plan, change: "c1") }
    #expect(bench.contents == bytes)
    #expect(bench.names == names)
    #expect(try bench.journal.unfinished().isEmpty)
    #expect(try bench.store.changes().isEmpty)
  }

  @Test(arguments: [
    ConfigEditStep.backUp, .create, .write, .sync, .readAgain, .recheck, .rename,
  ])
  func `a PIN changed in place meanwhile is kept and the edit refused`(
    step: ConfigEditStep
  ) throws {
    let bench = try EditBench("[default]\n1001 => 481516,Alice Example,alice@example.com\n")
    let changed = "[default]\n1001 => 998877,Alice Example,alice@example.com\n"
    let plan = try bench.draft().plan
    var executor = bench.executor()
    let path = ByteText(bench.etc + "/voicemail.conf")
    executor.beforeStep = { reached, _ in
      if reached == step { try TestFiles.write(Array(changed.utf8), to: path) }
    }
    #expect(throws: ConfigEditError.self) { try executor.apply(plan, change: "c1") }
    #expect(bench.text() == changed)
    #expect(bench.names == ["voicemail.conf"])
  }

  @Test
  func `text written over the edit stays and the loss is told`() throws {
    let bench = try EditBench("[default]\n1001 => 481516,Alice Example,alice@example.com\n")
    let changed = "[default]\n1001 => 998877,Alice Example,alice@example.com\n"
    let plan = try bench.draft().plan
    var executor = bench.executor()
    let path = ByteText(bench.etc + "/voicemail.conf")
    executor.beforeStep = { reached, _ in
      if reached == .confirm { try TestFiles.write(Array(changed.utf8), to: path) }
    }
    #expect(throws: ConfigEditError.overwritten(ByteText(bench.etc + "/voicemail.conf"))) {
      try executor.apply(plan, change: "c1")
    }
    #expect(bench.text() == changed)
  }

  private static let full = SystemError(code: ENOSPC, attempt: "write", path: "a full disk")
  private static let broken = SystemError(code: EIO, attempt: "read", path: "a bad disk")

  /// Disk full at the last step, and the disk fails while the edit is taken back.
  @Test(arguments: [full, broken])
  func `a roll-back that fails is told and nothing is forgotten`(error: SystemError) throws {
    let bench = try bench()
    let bytes = bench.contents
    let plan = try bench.draft().plan
    var executor = bench.executor()
    let first = plan.files[0].target
    executor.beforeStep = { step, path in
      if step == .confirm { throw Self.full }
      if step == .rollBack, path == first { throw error }
    }
    let trouble = #expect(throws: ConfigEditTrouble.self) {
      try executor.apply(plan, change: "c1")
    }
    let words = "\(try #require(trouble))"
    #expect(words.contains("write 'a full disk': ENOSPC"), "\(words)")
    #expect(words.contains("'\(first)' could not be put back: \(error)"), "\(words)")
    let backup = "\(bench.directory.path)/changes/c1/0.conf"
    #expect(words.contains("as it was before it is in '\(backup)'"), "\(words)")
    let name = String(try #require("\(first)".split(separator: "/").last))
    #expect(try TestFiles.read(ByteText(backup)) == bytes[name])
    #expect(bench.contents[name] != bytes[name])
    #expect(bench.contents.filter { $0.key != name } == bytes.filter { $0.key != name })
    #expect(try !bench.journal.unfinished().isEmpty)
    let settled = try bench.executor().settle()
    #expect(settled.count == 1 && settled[0].contains("made in 1 of 2 files"), "\(settled)")
    #expect(try bench.journal.unfinished().isEmpty)
    #expect(try bench.store.change("c1").state == .applied)
  }

  /// The other writer's text must not go with what the edit left beside.
  @Test
  func `what another program wrote at the same moment outlives a failed exchange`() throws {
    let bench = try EditBench("[default]\n1001 => 481516,Alice Example,alice@example.com\n")
    let changed = Array("[default]\n1001 => 998877,Alice Example,alice@example.com\n".utf8)
    let plan = try bench.draft().plan
    var executor = bench.executor()
    let beside = "\(bench.etc)/.voicemail.conf.vmscan-c1"
    executor.beforeStep = { step, _ in
      if step == .compare { try TestFiles.write(changed, to: ByteText(beside)) }
      if step == .exchangeBack { throw Self.broken }
    }
    let trouble = #expect(throws: ConfigEditTrouble.self) {
      try executor.apply(plan, change: "c1")
    }
    let words = "\(try #require(trouble))"
    #expect(words.contains("what the other program wrote lies in '\(beside)'"), "\(words)")
    #expect(try TestFiles.read(ByteText(beside)) == changed)
    let settled = try bench.executor().settle()
    #expect(settled.first?.contains("another program's text") == true, "\(settled)")
    #expect(try TestFiles.read(ByteText(beside)) == changed)
  }

  @Test
  func `a file that cannot be read is not taken for one that was not edited`() throws {
    let bench = try bench()
    let plan = try bench.draft().plan
    var executor = bench.executor()
    executor.beforeStep = { step, _ in if step == .finish { throw Self.full } }
    let trouble = #expect(throws: ConfigEditTrouble.self) {
      try executor.apply(plan, change: "c1")
    }
    #expect("\(try #require(trouble))".contains("the edit c1 was made"))
    let path = "\(plan.files[0].target)"
    rename(path, path + ".away")
    mkdir(path, 0o755)
    let unsure = try bench.executor().settle()
    #expect(unsure.first?.contains("could not be read") == true, "\(unsure)")
    #expect(try bench.store.change("c1").state == .prepared)
    #expect(access("\(bench.directory.path)/changes/c1/0.conf", F_OK) == 0)
    rmdir(path)
    rename(path + ".away", path)
    let settled = try bench.executor().settle()
    #expect(settled == ["the edit c1 was interrupted after it was made"])
    #expect(try bench.journal.unfinished().isEmpty)
  }

  @Test
  func `a caller in the menu stops the edit, before and right before the rename`() throws {
    for calls in [1, 2] {
      let bench = try bench()
      let bytes = bench.contents
      var executor = bench.executor()
      let count = Counter()
      executor.isCallerInMenu = { count.next() == calls }
      let plan = try bench.draft().plan
      #expect(throws: ConfigEditError.callerInMenu) { try executor.apply(plan, change: "c1") }
      #expect(bench.contents == bytes)
    }
  }

  @Test
  func `a stale plan is refused`() throws {
    let bench = try bench()
    let plan = try bench.draft().plan
    try bench.write(Array((Self.text + "1003 => 1,N,n@example.com\n").utf8), to: "voicemail.conf")
    #expect(throws: ConfigEditError.self) { try bench.executor().apply(plan, change: "c1") }
  }

  @Test
  func `a plan that was tampered with cannot edit anything else`() throws {
    let bench = try EditBench("[default]\n1001 => 481516,Alice Example,alice@example.com\n")
    var plan = try bench.draft().plan
    plan.files[0].edits[0].inserted = ",,delete=yes|serveremail=x@evil.example"
    #expect(throws: ConfigEditError.self) { try bench.executor().apply(plan, change: "c1") }
    #expect(!bench.text().contains("evil"))
  }

  @Test
  func `mode, owner and links stay, and a link is followed to its file`() throws {
    let bench = try EditBench("[default]\n1001 => 481516,Alice Example,alice@example.com\n")
    let real = "\(bench.directory.path)/real.conf"
    try FileManager.default.moveItem(atPath: bench.etc + "/voicemail.conf", toPath: real)
    try FileManager.default.createSymbolicLink(
      atPath: bench.etc + "/voicemail.conf", withDestinationPath: "../real.conf")
    chmod(real, 0o604)
    if geteuid() == 0 { chown(real, 1234, 4321) }
    var before = stat()
    stat(real, &before)
    try bench.executor().apply(try bench.draft().plan, change: "c1")
    var after = stat()
    #expect(lstat(real, &after) == 0)
    #expect(
      [after.st_mode, after.st_uid, after.st_gid] == [before.st_mode, before.st_uid, before.st_gid])
    #expect(after.st_ino != before.st_ino)
    #expect(bench.text().contains("alice@example.com,,delete=yes\n"))
    var link = stat()
    #expect(lstat(bench.etc + "/voicemail.conf", &link) == 0 && link.st_mode & S_IFMT == S_IFLNK)
  }

  @Test
  func `an edit that was interrupted after the rename is found and recorded`() throws {
    let bench = try bench()
    let plan = try bench.draft().plan
    var executor = bench.executor()
    try executor.apply(plan, change: "c1")
    let file = "\(bench.directory.path)/changes/c1/change.json"
    let text = String(decoding: try TestFiles.read(ByteText(file)), as: UTF8.self)
      .replacing("\"state\":\"applied\"", with: "\"state\":\"prepared\"")
    try TestFiles.write(Array(text.utf8), to: ByteText(file))
    executor = bench.executor()
    #expect(try executor.settle().count == 1)
    #expect(try bench.store.change("c1").state == .applied)
    #expect(try executor.settle().isEmpty)
  }

  @Test
  func `an option that Asterisk wrote away again is told`() throws {
    let bench = try EditBench("[default]\n1001 => 481516,Alice Example,alice@example.com\n")
    try bench.executor().apply(try bench.draft().plan, change: "c1")
    #expect(
      LostConfigEdit.find(try bench.store.changes(), in: try bench.view().configuration) == [])
    try bench.write(
      Array("[default]\n1001 => 998877,Alice Example,alice@example.com\n".utf8),
      to: "voicemail.conf")
    let lost = LostConfigEdit.find(try bench.store.changes(), in: try bench.view().configuration)
    #expect(lost.map(\.id.description) == ["1001@default"])
    #expect(lost.map(\.isOn) == [false])
  }
}

/// Counts from 1.
private final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}

import Foundation
import Glibc
import Synchronization
import Testing
import VmscanActions
import VmscanModel
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

  @Test(arguments: ConfigEditStep.allCases, [1, 2])
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

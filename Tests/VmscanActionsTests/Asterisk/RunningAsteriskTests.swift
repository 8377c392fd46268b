import Glibc
import Testing
import VmscanModel

@testable import VmscanActions

struct RunningAsteriskTests {
  /// A made-up `/proc` with one process.
  private func proc(_ spool: TestSpool, command: String, root: String) -> String {
    let path = spool.root + "/proc"
    TestSpool.makePath(path + "/4711")
    TestSpool.write(command + "\n", to: path + "/4711/comm")
    symlink(root, path + "/4711/root")
    return path
  }

  private func verdict(_ command: String, root: (TestSpool) -> String) throws
    -> RunningAsterisk.Verdict
  {
    let spool = try TestSpool()
    let identity = try PosixFileOperations().identity(of: PurgeFixture(spool).openSpool())
    let proc = proc(spool, command: command, root: root(spool))
    return RunningAsterisk(spool: identity, candidates: ["/voicemail"], procPath: proc).verdict()
  }

  @Test func `an Asterisk that sees the spool runs on it, even from a chroot`() throws {
    #expect(try verdict("asterisk") { $0.root } == .running(pid: 4711))
  }

  @Test func `an Asterisk that has another spool does not`() throws {
    #expect(try verdict("asterisk") { _ in "/" } == .none)
  }

  @Test func `another program does not`() throws {
    #expect(try verdict("astdb2bdb") { $0.root } == .none)
  }
}

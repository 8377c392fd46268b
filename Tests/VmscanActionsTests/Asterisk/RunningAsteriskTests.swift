import Glibc
import Testing
import VmscanModel

@testable import VmscanActions

struct RunningAsteriskTests {
  /// A made-up `/proc` with one process more.
  @discardableResult
  private func proc(
    _ spool: TestSpool, command: String, root: String, pid: Int32 = 4711, parent: Int32 = 1
  ) -> String {
    let path = spool.root + "/proc"
    TestSpool.makePath(path + "/\(pid)")
    TestSpool.write(command + "\n", to: path + "/\(pid)/comm")
    TestSpool.write("\(pid) (a) b) S \(parent) 7 8\n", to: path + "/\(pid)/stat")
    symlink(root, path + "/\(pid)/root")
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

  @Test func `a fork that becomes the mail command is not asked in place of its Asterisk`() throws {
    let spool = try TestSpool()
    let identity = try PosixFileOperations().identity(of: PurgeFixture(spool).openSpool())
    proc(spool, command: "asterisk", root: spool.root, pid: 300, parent: 4711)
    let path = proc(spool, command: "asterisk", root: spool.root)
    let asterisk = RunningAsterisk(spool: identity, candidates: ["/voicemail"], procPath: path)
    #expect(asterisk.verdict() == .running(pid: 4711))
  }

  @Test func `looks again when the process that was found has ended`() throws {
    let spool = try TestSpool()
    let identity = try PosixFileOperations().identity(of: PurgeFixture(spool).openSpool())
    var settings = AsteriskSettings()
    settings.spoolDirectory = "/voicemail"
    let path = proc(spool, command: "asterisk", root: spool.root)
    let local = LocalAsterisk(
      spool: identity, settings: settings, spoolPath: "/voicemail", usesAliases: false,
      procPath: path)
    #expect(throws: AsteriskUnreachable.self) { try local.sessions() }
    TestSpool.write("sendmail\n", to: path + "/4711/comm")
    #expect(try local.sessions() == LiveSessions())
    #expect(local.state() == .notRunning)
  }
}

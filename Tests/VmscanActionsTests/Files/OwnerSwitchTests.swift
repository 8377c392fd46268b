import Glibc
import Testing
import VmscanActions
import VmscanModel

/// Each in a process of its own, because the switch concerns the whole process.
struct OwnerSwitchTests {
  @Test(.enabled(if: getuid() == 0))
  func `root becomes the owner and returns`() async {
    await #expect(processExitsWith: .success) {
      let change = EffectiveUserSwitch()
      try change.become(owner: 65534, group: 65534)
      guard geteuid() == 65534, getegid() == 65534, getuid() == 0 else { exit(2) }
      try change.returnToCaller()
      exit(geteuid() == 0 && getegid() == 0 ? EXIT_SUCCESS : 3)
    }
  }

  @Test(.enabled(if: getuid() == 0))
  func `a file made as the owner is the owner's`() async throws {
    await #expect(processExitsWith: .success) {
      let spool = try TestSpool()
      chmod(spool.root, 0o777)
      let files = PosixFileOperations()
      let change = EffectiveUserSwitch()
      try change.become(owner: 65534, group: 65534)
      let directory = try files.openDirectory(ByteText(spool.root), in: nil)
      let file = try files.createFile("made", in: directory, mode: 0o600)
      let owner = try files.identity(of: file).owner
      try change.returnToCaller()
      TestSpool.removeTree(spool.root)
      exit(owner == 65534 ? EXIT_SUCCESS : 2)
    }
  }
}

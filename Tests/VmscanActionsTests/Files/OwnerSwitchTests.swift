import Glibc
import Synchronization
import Testing
import VmscanActions
import VmscanModel
import VmscanSystem

/// Each in a process of its own, whose only threads are those of the test.
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
  func `the owner acts without the caller's groups, who has them again`() async {
    await #expect(processExitsWith: .success) {
      guard setgroups(2, [4, 27]) == 0 else { exit(4) }
      let change = EffectiveUserSwitch()
      try change.become(owner: 65534, group: 65534)
      guard getgroups(0, nil) == 0 else { exit(2) }
      try change.returnToCaller()
      var groups: [gid_t] = [0, 0]
      exit(getgroups(2, &groups) == 2 && groups == [4, 27] ? EXIT_SUCCESS : 3)
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

  @Test(.enabled(if: getuid() == 0))
  func `another thread stays the caller`() async {
    await #expect(processExitsWith: .success) {
      let (isOwner, isDone) = (Semaphore(), Semaphore())
      let seen = Atomic<UInt32>(1)
      let other = SystemThread {
        isOwner.wait()
        seen.store(geteuid(), ordering: .releasing)
        isDone.signal()
      }
      guard other != nil else { exit(4) }
      let change = EffectiveUserSwitch()
      try change.become(owner: 65534, group: 65534)
      isOwner.signal()
      isDone.wait()
      let own = geteuid()
      try change.returnToCaller()
      exit(own == 65534 && seen.load(ordering: .acquiring) == 0 ? EXIT_SUCCESS : 2)
    }
  }
}

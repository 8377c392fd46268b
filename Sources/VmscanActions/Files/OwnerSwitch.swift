import CLinuxShims
import Glibc
import Synchronization
import VmscanModel
import VmscanSystem

/// Acts as the owner of the spool while files are touched.
///
/// Asterisk's user must be able to open what is created, and a hostile spool must not be able to
/// turn root's rights against the rest of the machine. The journal is written as the caller.
package protocol OwnerSwitch: Sendable {
  func become(owner: UInt32, group: UInt32) throws
  func returnToCaller() throws
}

/// Switches the effective user and group when the program runs as root, otherwise does nothing.
///
/// The caller's supplementary groups are given up meanwhile: they would open to the owner what is
/// root's or a group's. The switch concerns the calling thread, as the kernel has it, so that several
/// threads can act on files; a thread that is started meanwhile would stay the owner, so none is.
package struct EffectiveUserSwitch: OwnerSwitch {
  private let groups = SavedGroups()

  package init() {}

  package func become(owner: UInt32, group: UInt32) throws {
    guard getuid() == 0, geteuid() == 0, owner != 0 else { return }
    let own = groups.save()
    guard clinux_set_groups(0, nil) == 0, clinux_become_group(group) == 0,
      clinux_become_user(owner) == 0
    else {
      let error = SystemError.last("become user", ByteText("\(owner)"))
      _ = clinux_become_group(getgid())
      _ = clinux_set_groups(UInt(own.count), own)
      throw error
    }
  }

  package func returnToCaller() throws {
    guard getuid() == 0, geteuid() != 0 else { return }
    let own = groups.saved
    guard clinux_become_user(0) == 0, clinux_become_group(getgid()) == 0,
      clinux_set_groups(UInt(own.count), own) == 0
    else {
      throw SystemError.last("return to user", "0")
    }
  }
}

/// The supplementary groups that the caller had.
private final class SavedGroups: Sendable {
  private let groups = Mutex<[gid_t]>([])

  var saved: [gid_t] { groups.withLock { $0 } }

  func save() -> [gid_t] {
    var list = [gid_t](repeating: 0, count: max(0, Int(getgroups(0, nil))))
    list.removeLast(list.count - max(0, Int(getgroups(Int32(list.count), &list))))
    let found = list
    groups.withLock { $0 = found }
    return found
  }
}

extension EffectiveUserSwitch {
  /// Runs `body` with root's rights while the owner acts, who may not look at other processes.
  func asCaller<Result>(_ body: () -> Result) -> Result {
    let (user, group) = (geteuid(), getegid())
    guard getuid() == 0, user != 0, clinux_become_user(0) == 0 else { return body() }
    let result = body()
    // Root may become anybody; were it refused, acting on as root would be worse than stopping.
    guard clinux_become_group(group) == 0, clinux_become_user(user) == 0 else { abort() }
    return result
  }
}

/// Stays who it is.
package struct NoOwnerSwitch: OwnerSwitch {
  package init() {}
  package func become(owner: UInt32, group: UInt32) throws {}
  package func returnToCaller() throws {}
}

extension OwnerSwitch {
  /// Runs `body` as the owner, and returns to the caller's user whatever happens.
  func asOwner<Result>(
    _ owner: UInt32, _ group: UInt32, _ body: () throws -> Result
  ) throws -> Result {
    try become(owner: owner, group: group)
    do {
      let result = try body()
      try returnToCaller()
      return result
    } catch {
      try returnToCaller()
      throw error
    }
  }
}

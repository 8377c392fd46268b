import Glibc
import VmscanModel
import VmscanSystem

/// Finds Asterisk processes that work on a spool, from `/proc`.
///
/// Another Asterisk on the machine, in a container or a chroot, matters only when it sees the same
/// directory where it expects its spool.
struct RunningAsterisk: Sendable {
  var spool: FileIdentity
  /// Paths at which an Asterisk may have the spool, inside its own root.
  var candidates: [String]
  var procPath = "/proc"

  enum Verdict: Hashable {
    case none
    case running(pid: Int32)
    /// There is one whose root cannot be looked into.
    case unknown(pid: Int32)
  }

  func verdict() -> Verdict {
    var unknown: Verdict?
    for pid in processes() {
      switch sees(pid) {
      case true?: return .running(pid: pid)
      case false?: continue
      case nil: unknown = unknown ?? .unknown(pid: pid)
      }
    }
    return unknown ?? .none
  }

  private func processes() -> [Int32] {
    Self.processes(in: procPath)
  }

  /// The numbers of all Asterisk processes, in order; none where they cannot be listed.
  static func processes(in procPath: String) -> [Int32] {
    let names = (try? DirectoryLister.names(in: ByteText(procPath))) ?? []
    return names.compactMap { $0.utf8String.flatMap { Int32($0) } }
      .filter { SystemFile.text("\(procPath)/\($0)/comm") == "asterisk\n" }.sorted()
  }

  /// `nil` when it cannot be known.
  private func sees(_ pid: Int32) -> Bool? {
    var isHidden = false
    for candidate in candidates {
      var status = stat()
      if stat("\(procPath)/\(pid)/root\(candidate)", &status) == 0 {
        if FileIdentity(status).isSameFile(as: spool) { return true }
      } else if errno == EACCES || errno == EPERM {
        isHidden = true
      }
    }
    return isHidden ? nil : false
  }
}

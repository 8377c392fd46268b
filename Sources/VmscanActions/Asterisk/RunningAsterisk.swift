import Glibc
import VmscanModel

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
    guard let stream = opendir(procPath) else { return [] }
    defer { closedir(stream) }
    var found: [Int32] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard let pid = Int32(name), ProcFile.text("\(procPath)/\(pid)/comm") == "asterisk\n" else {
        continue
      }
      found.append(pid)
    }
    return found.sorted()
  }

  /// `nil` when it cannot be told.
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

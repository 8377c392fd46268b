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
  ///
  /// Children of an Asterisk come last: a fork has its name and its root until it becomes the mail
  /// command, and is gone before it could be asked.
  static func processes(in procPath: String) -> [Int32] {
    let names = (try? DirectoryLister.names(in: ByteText(procPath))) ?? []
    let all = names.compactMap { $0.utf8String.flatMap { Int32($0) } }
      .filter { isAsterisk($0, in: procPath) }.sorted()
    let children = all.filter { parent(of: $0, in: procPath).map(all.contains) ?? false }
    return all.filter { !children.contains($0) } + children
  }

  /// Whether the process of this number is, or still is, an Asterisk.
  static func isAsterisk(_ pid: Int32, in procPath: String) -> Bool {
    SystemFile.text("\(procPath)/\(pid)/comm") == "asterisk\n"
  }

  /// The second field behind the name, which may hold anything (`proc_pid_stat(5)`).
  private static func parent(of pid: Int32, in procPath: String) -> Int32? {
    let text = SystemFile.text("\(procPath)/\(pid)/stat")
    guard let name = text.lastIndex(of: ")") else { return nil }
    let fields = text[name...].split(separator: " ")
    return fields.count > 2 ? Int32(fields[2]) : nil
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

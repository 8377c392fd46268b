import Glibc
package import VmscanModel
import VmscanSystem

/// Finds the Asterisk process that reads a configuration directory, in this root or in another.
package enum AsteriskOfConfiguration {
  package enum Verdict: Sendable, Hashable {
    case notRunning
    /// With the directory in which its control socket can be reached from here.
    case running(runDirectory: ByteText)
    /// There is one whose root this user may not look into.
    case unknown(pid: Int32)
  }

  package static func find(
    etc: ByteText, runDirectory: ByteText, procPath: String = "/proc"
  ) -> Verdict {
    var status = stat()
    guard (try? etc.withPath { stat($0, &status) }) == 0 else { return .notRunning }
    let wanted = FileIdentity(status)
    var unknown: Verdict?
    for pid in RunningAsterisk.processes(in: procPath) {
      switch reads(wanted, etc, root: "\(procPath)/\(pid)/root") {
      case true?: return .running(runDirectory: reachable(runDirectory, "\(procPath)/\(pid)/root"))
      case nil: unknown = unknown ?? .unknown(pid: pid)
      case false?: continue
      }
    }
    return unknown ?? .notRunning
  }

  /// The directory as the process may name it: the usual place, or any tail of our path.
  private static func reads(_ wanted: FileIdentity, _ etc: ByteText, root: String) -> Bool? {
    var candidates = ["/etc/asterisk", "/usr/local/etc/asterisk"]
    var rest = Substring("\(etc)")
    while let slash = rest.dropFirst().firstIndex(of: "/") {
      rest = rest[slash...]
      candidates.append(String(rest))
    }
    var isHidden = false
    for candidate in candidates {
      var status = stat()
      if stat(root + candidate, &status) == 0 {
        if FileIdentity(status).isSameFile(as: wanted) { return true }
      } else if errno == EACCES || errno == EPERM {
        isHidden = true
      }
    }
    return isHidden ? nil : false
  }

  /// `/var/run` is a link to `/run`, which seen from outside leads into our own root.
  private static func reachable(_ runDirectory: ByteText, _ root: String) -> ByteText {
    let own = "\(runDirectory)"
    let short = own.hasPrefix("/var/run/") ? String(own.dropFirst(4)) : own
    let places = [root + own, root + short]
    let found = places.first { access($0 + "/asterisk.ctl", F_OK) == 0 }
    return ByteText(found ?? places[1])
  }
}

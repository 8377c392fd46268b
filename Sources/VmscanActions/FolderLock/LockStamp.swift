import Glibc
import VmscanModel
import VmscanSystem

/// What vmscan writes into its lock file so that a later run recognises its own remains.
///
/// Asterisk never reads the file. A process is dead only if that is certain: same
/// host, and either another boot or, in the same PID namespace, no process of that number and
/// start time.
package struct LockStamp: Sendable, Hashable {
  package var pid: Int32
  package var boot: String
  /// Start of the process in clock ticks since boot (`/proc/PID/stat`, field 22).
  package var started: UInt64
  package var pidNamespace: String
  package var host: String

  package init(pid: Int32, boot: String, started: UInt64, pidNamespace: String, host: String) {
    self.pid = pid
    self.boot = boot
    self.started = started
    self.pidNamespace = pidNamespace
    self.host = host
  }

  /// This process.
  package static var current: LockStamp {
    LockStamp(
      pid: getpid(), boot: bootID, started: startTime(of: getpid()) ?? 0,
      pidNamespace: currentNamespace, host: currentHost)
  }

  /// Reads `description` back; `nil` when the bytes are not of this program.
  package init?(parsing bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard parts.count == 6, parts[0] == "vmscan", let pid = Int32(parts[1]), pid > 0,
      let started = UInt64(parts[3])
    else { return nil }
    self.init(
      pid: pid, boot: String(parts[2]), started: started, pidNamespace: String(parts[4]),
      host: String(parts[5]))
  }

  /// Whether the writer is certainly gone, seen from `observer`.
  package func isDead(
    seenBy observer: LockStamp, startTime: (Int32) -> UInt64? = LockStamp.startTime
  ) -> Bool {
    guard host == observer.host, !boot.isEmpty, boot != "-", observer.boot != "-" else {
      return false
    }
    guard boot == observer.boot else { return true }
    guard pidNamespace == observer.pidNamespace, pidNamespace != "-" else { return false }
    return startTime(pid) != started
  }
}

extension LockStamp: CustomStringConvertible {
  package var description: String { "vmscan \(pid) \(boot) \(started) \(pidNamespace) \(host)\n" }
}

extension LockStamp {
  /// `nil` when there is no such process.
  package static func startTime(of pid: Int32) -> UInt64? {
    // The second field is the command in parentheses and may itself hold blanks.
    let text = SystemFile.text("/proc/\(pid)/stat")
    guard let close = text.lastIndex(of: ")") else { return nil }
    let fields = text[close...].split(separator: " ")
    return fields.count > 20 ? UInt64(fields[20]) : nil
  }

  private static var bootID: String {
    word(SystemFile.text("/proc/sys/kernel/random/boot_id"))
  }

  private static var currentNamespace: String {
    word(SystemFile.target("/proc/self/ns/pid")?.description ?? "")
  }

  private static var currentHost: String { word(HostName.current) }

  /// One word without blanks, `-` when empty.
  private static func word(_ text: String) -> String {
    let kept = text.filter { !$0.isWhitespace }
    return kept.isEmpty ? "-" : kept
  }
}

import Glibc
import Synchronization
package import VmscanModel
import VmscanSystem

/// The Asterisk of this machine: looked for in `/proc`, asked through its control socket, or by
/// AMI when the socket cannot be reached.
package final class LocalAsterisk: AsteriskControl {
  private let runDirectory: ByteText
  private let timeout: Duration
  private let manager: ManagerSettings?
  private let running: RunningAsterisk
  private let usesAliases: Bool
  private let lastLook = Mutex<(at: ContinuousClock.Instant, verdict: RunningAsterisk.Verdict)?>(
    nil)

  /// Looks for the Asterisk that works on an open spool directory.
  ///
  /// `settings` say where asterisk.conf says that the run directory and the spool are, `spoolPath`
  /// is the spool as this program names it, and `usesAliases` that `aliasescontext` is set.
  package init(
    spool: FileIdentity, settings: AsteriskSettings, spoolPath: ByteText, usesAliases: Bool,
    manager: ManagerSettings? = nil, timeout: Duration = .seconds(3), procPath: String = "/proc"
  ) {
    runDirectory = settings.runDirectory
    self.timeout = timeout
    self.manager = manager
    self.usesAliases = usesAliases
    // A process in a chroot may have the spool at any tail of the path that we see.
    // Not the whole path: every process of this root sees a mere copy of a spool there, too.
    var candidates = ["\(settings.spoolDirectory)", "/var/spool/asterisk/voicemail"]
    candidates.append("\(settings.spoolAsWritten)")
    for path in [spoolPath, settings.spoolAsWritten] {
      var rest = Substring("\(path)")
      while let slash = rest.dropFirst().firstIndex(of: "/") {
        rest = rest[slash...]
        candidates.append(String(rest))
      }
    }
    running = RunningAsterisk(
      spool: spool, candidates: candidates.filter { $0.hasPrefix("/") }, procPath: procPath)
  }

  /// Whether Asterisk runs on this spool and how it can be asked.
  package enum State: Sendable, Hashable {
    case notRunning
    case reachable(version: String)
    case unreachable(String)
  }

  package func state() -> State {
    do {
      let answer = try ask { try $0.run(["core show uptime seconds"]) }
      return answer.map { .reachable(version: $0.version) } ?? .notRunning
    } catch {
      return manager == nil ? .unreachable(firstLine(error)) : .reachable(version: "")
    }
  }

  package func sessions() throws -> LiveSessions {
    do {
      return try ask { try $0.sessions(usesAliases: usesAliases) } ?? LiveSessions()
    } catch let error as SystemError {
      guard let manager else { throw AsteriskUnreachable(error.description) }
      do {
        return try ManagerClient(manager).sessions(usesAliases: usesAliases)
      } catch {
        throw AsteriskUnreachable(firstLine(error))
      }
    }
  }

  /// What `body` learns from the console; `nil` when no Asterisk runs.
  ///
  /// A process that ended after the look was a fork, or Asterisk restarts: then looks again.
  private func ask<Value>(_ body: (AsteriskConsole) throws -> Value) throws -> Value? {
    var looks = 1
    while true {
      let verdict = look()
      if verdict == .none { return nil }
      do {
        return try withConsole(of: verdict, body)
      } catch let error as SystemError {
        guard looks < 3, case .running(let pid) = verdict,
          !RunningAsterisk.isAsterisk(pid, in: running.procPath)
        else { throw error }
        looks += 1
        lastLook.withLock { $0 = nil }
      }
    }
  }

  /// Calls `body` with the console of the process that was found, in its own root: another
  /// Asterisk may listen in ours.
  private func withConsole<Value>(
    of verdict: RunningAsterisk.Verdict, _ body: (AsteriskConsole) throws -> Value
  ) throws -> Value {
    guard case .running(let pid) = verdict else {
      return try body(AsteriskConsole(runDirectory: runDirectory, timeout: timeout))
    }
    let own = ByteText("\(running.procPath)/\(pid)/root").appending("\(runDirectory)")
    let console = AsteriskConsole(runDirectory: own, timeout: timeout)
    return try EffectiveUserSwitch().asCaller { Result { try body(console) } }.get()
  }

  /// Looks at most once a second: the list of processes may be long.
  private func look() -> RunningAsterisk.Verdict {
    let now = ContinuousClock.now
    if let last = lastLook.withLock({ $0 }), now - last.at < .seconds(1) { return last.verdict }
    let verdict = EffectiveUserSwitch().asCaller { running.verdict() }
    lastLook.withLock { $0 = (now, verdict) }
    return verdict
  }
}

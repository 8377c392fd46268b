import VmscanActions
import VmscanModel
import VmscanSources

/// Recordings where nobody looks for them, and removed messages whose time is up.
struct LeftoverCheck {
  let examination: Examination

  func diagnoses() -> [Diagnosis] { [leftovers, quarantine] }

  private var leftovers: Diagnosis {
    let outside = OutsideSpool(
      directories: examination.settings.temporaryDirectories, now: examination.now
    ).read()
    if let problem = outside.problems.first {
      return .unchecked(
        "leftovers", "\(problem)", remedy: "run as a user who may list that directory")
    }
    let files = outside.files.map { "\($0.path)" } + examination.survey.leftovers
    guard !files.isEmpty else {
      return .ok("leftovers", "no mail and no recording was left behind")
    }
    return .warn(
      "leftovers", "\(Names.count(files.count, "recording", "recordings")): \(Names.first(files))",
      remedy: "find out why the mail command or a call failed, then remove them")
  }

  private var quarantine: Diagnosis {
    let path =
      examination.settings.quarantine
      ?? "\(Quarantine.defaultPath(spool: examination.configuration.asterisk.spoolDirectory))"
    let keep = examination.settings.quarantineFor
    switch PathStatus.look(at: path) {
    case .missing: return .ok("quarantine", "nothing waits in '\(path)'")
    case .hidden(let error):
      return .unchecked("quarantine", "cannot look at '\(path)': \(error)", remedy: "run as root")
    case .found: break
    }
    guard let names = PathStatus.names(in: path) else {
      return .unchecked(
        "quarantine", "'\(path)' is closed to this user", remedy: "run as root")
    }
    // Each purge has a directory; the lock of the running one is a file.
    let ages = names.compactMap { name -> Timestamp? in
      guard case .found(let status) = PathStatus.look(at: path + "/" + name) else { return nil }
      return status.isDirectory ? status.modified : nil
    }
    let due = ages.count { $0 < examination.now - keep }
    guard due == 0 else {
      return .warn(
        "quarantine",
        "\(Names.count(due, "purge", "purges")) older than \(keep) wait in '\(path)'",
        remedy: """
          the expiry job unlinks them, as root: the line 'vmscan-nightly expire' of \
          /etc/cron.d/vmscan, or vmscan-expire.service; did it run?
          """)
    }
    return .ok("quarantine", "\(Names.count(ages.count, "purge", "purges")) in '\(path)', none due")
  }
}

import VmscanModel

/// Whether something runs the nightly job, and whether the job comes to its end.
struct NightlyCheck {
  let examination: Examination
  let latest: RecordedRun?

  /// A night may be late, not two.
  private static let night = Age(seconds: 36 * 3600)
  private static let remedy =
    "look at cron's mail, or at 'journalctl -u vmscan-scan'; 'vmscan-nightly' runs it by hand"

  /// What fires it: the cron line, or the timer where it is enabled.
  static let schedules = [
    "/etc/cron.d/vmscan", "/etc/systemd/system/timers.target.wants/vmscan-scan.timer",
  ]

  func diagnoses() -> [Diagnosis] { [nightly] }

  private var nightly: Diagnosis {
    switch NightlyMark.look(beside: examination.settings.database) {
    case .found(let time): judge(time, "the nightly job came to its end at \(time)")
    case .missing: unmarked
    case .unreadable(let error):
      .unchecked(
        "nightly",
        "cannot read '\(NightlyMark.path(beside: examination.settings.database))': \(error)",
        remedy: "run as the user that scans")
    }
  }

  /// A manual scan says nothing of the nights, so without a mark only the schedule is left.
  private var unmarked: Diagnosis {
    guard let (path, since) = schedule else {
      return .warn(
        "nightly",
        "nothing runs vmscan every night: neither '\(Self.schedules[0])' nor an enabled timer",
        remedy: "install the cron line, or 'systemctl enable --now vmscan-scan.timer'")
    }
    if let run = latest?.run, run.now < examination.now - Self.night {
      return judge(run.now, "'\(path)' is there, but the latest is run \(run.id) at \(run.now)")
    }
    guard since < examination.now - Self.night else {
      return .ok("nightly", "'\(path)' is there since \(since); its first night is yet to come")
    }
    return .warn(
      "nightly", "'\(path)' is there since \(since), but the nightly job never came to its end",
      remedy: Self.remedy + "; after an upgrade wait for the next night")
  }

  private func judge(_ time: Timestamp, _ seen: String) -> Diagnosis {
    if time >= ClockCheck.latestPlausible(at: examination.now) {
      return .warn("nightly", seen + ", later than now", remedy: "see clock; " + Self.remedy)
    }
    if time < examination.now - Examination.week {
      return .fail("nightly", seen, remedy: Self.remedy)
    }
    guard time >= examination.now - Self.night else {
      return .warn("nightly", seen, remedy: Self.remedy)
    }
    return .ok("nightly", seen)
  }

  private var schedule: (path: String, since: Timestamp)? {
    for path in Self.schedules {
      if let since = PathStatus.linkTime(examination.machineRoot + path) { return (path, since) }
    }
    return nil
  }
}

import Glibc
import VmscanModel
import VmscanStore

/// The history: sound, private, backed up, and written every night.
struct HistoryCheck {
  let examination: Examination
  let latest: RecordedRun?
  /// The run with the latest time of all that are later than the clock says.
  let ahead: RecordedRun?
  private let database: Diagnosis

  /// A night may be late, not two.
  private static let night = Age(seconds: 36 * 3600)
  private static let week = Age.days(8)

  init(examination: Examination) {
    self.examination = examination
    (latest, ahead, database) = Self.read(
      examination.settings.database, after: ClockCheck.latestPlausible(at: examination.now))
  }

  private static func read(
    _ path: String, after time: Timestamp
  ) -> (latest: RecordedRun?, ahead: RecordedRun?, Diagnosis) {
    guard access(path, F_OK) == 0 || errno != ENOENT else {
      return (
        nil, nil,
        .warn("history", "there is no history '\(path)' yet", remedy: "run 'vmscan scan' once")
      )
    }
    do {
      let store = try HistoryStore.readOnly(path: path)
      let ahead = try store.runs(since: time).max { $0.run.now < $1.run.now }
      return (try store.runs(limit: 1).last, ahead, try health(of: store, at: path))
    } catch let error as StoreError {
      return (nil, nil, diagnosis(of: error))
    } catch {
      return (nil, nil, .unchecked("history", "\(error)", remedy: "run as the user that scans"))
    }
  }

  func diagnoses() -> [Diagnosis] { [database, nightly] + backup }

  private static func health(of store: HistoryStore, at path: String) throws -> Diagnosis {
    let problems = try store.integrityProblems()
    guard problems.isEmpty else {
      return .fail(
        "history", "'\(path)' is damaged: \(Names.first(problems))",
        remedy: "restore a backup, or move the file away to begin anew")
    }
    if case .found(let status) = PathStatus.look(at: path), status.mode & 0o007 != 0 {
      return .fail(
        "history", "everybody may open '\(path)', mode \(status.modeText)",
        remedy: "chmod o= '\(path)': it holds names, addresses and times")
    }
    let size = try store.statistics()
    return .ok(
      "history", "'\(path)' is sound: \(size.bytes), \(size.rows["run"] ?? 0) runs")
  }

  private static func diagnosis(of error: StoreError) -> Diagnosis {
    let lines = "\(error)".split(separator: "\n", maxSplits: 1).map(String.init)
    let remedy = lines.count > 1 ? lines[1] : "check the path"
    switch error {
    case .newer, .foreign, .damaged, .full, .unreadableValue, .failed, .older:
      return .fail("history", lines[0], remedy: remedy)
    case .locked, .unopenable, .notWritable, .exists, .noSuchRun, .ambiguousReport,
      .privateDetail:
      return .unchecked("history", lines[0], remedy: remedy)
    }
  }

  private var nightly: Diagnosis {
    guard let run = latest?.run else {
      return .warn(
        "nightly", "no run is recorded", remedy: "install the cron line or the systemd timer")
    }
    let seen = "run \(run.id) at \(run.now)"
    let remedy = "look at cron's mail or 'systemctl status vmscan-scan.timer'"
    if run.now < examination.now - Self.week {
      return .fail("nightly", "the latest is \(seen)", remedy: remedy)
    }
    guard run.now >= examination.now - Self.night else {
      return .warn("nightly", "the latest is \(seen)", remedy: remedy)
    }
    return .ok("nightly", seen)
  }

  private var backup: [Diagnosis] {
    guard let backup = examination.settings.backup else { return [] }
    let files: [BackupFile]
    do {
      files = try BackupFile.list(in: backup.directory)
    } catch {
      return [.unchecked("backup", "\(error)", remedy: "run as the user that scans")]
    }
    guard let newest = files.last else {
      return [
        .warn(
          "backup", "no backup in '\(backup.directory)' yet",
          remedy: "'vmscan maintain' makes one")
      ]
    }
    guard newest.taken >= examination.now - Self.week else {
      return [
        .fail(
          "backup", "the newest, '\(newest.path)', is of \(newest.taken)",
          remedy: "run 'vmscan maintain' and read what it says")
      ]
    }
    return [.ok("backup", "\(files.count) in '\(backup.directory)', newest \(newest.taken)")]
  }
}

import Glibc
import VmscanModel
import VmscanStore

/// The history: sound, private, and the property of who writes it every night.
struct HistoryCheck {
  let examination: Examination
  let latest: RecordedRun?
  /// The run with the latest time of all that are later than the clock says.
  let ahead: RecordedRun?
  private let database: Diagnosis

  init(examination: Examination) {
    self.examination = examination
    let path = examination.settings.database
    // Before it is opened: SQLite removes a log that it finds empty.
    let ownership = Self.ownership(of: path)
    let found: Diagnosis
    (latest, ahead, found) = Self.read(
      path, of: examination.site, after: ClockCheck.latestPlausible(at: examination.now))
    let isSound = found.verdict == .ok
    database = isSound || !found.wasChecked ? ownership ?? found : found
  }

  private static func read(
    _ path: String, of site: SiteKey, after time: Timestamp
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
      let latest = try store.site(of: site).flatMap { try store.latestRun(site: $0) }
      return (latest, ahead, try health(of: store, at: path))
    } catch let error as StoreError {
      return (nil, nil, diagnosis(of: error))
    } catch {
      return (nil, nil, .unchecked("history", "\(error)", remedy: "run as the user that scans"))
    }
  }

  func diagnoses() -> [Diagnosis] { [database] }

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

  /// The owner of its directory is who scans every night, and writes.
  private static func ownership(of path: String) -> Diagnosis? {
    let directory = path.parentDirectory
    guard case .found(let place) = PathStatus.look(at: directory) else { return nil }
    for file in ["", "-wal", "-shm", "-journal"].map({ path + $0 }) {
      guard case .found(let status) = PathStatus.look(at: file), status.owner != place.owner else {
        continue
      }
      // A directory of root that others may write, such as /tmp, shuts nobody out.
      if place.owner == 0, place.isOthersWritable { continue }
      let (owner, scanner) = (
        PathStatus.ownerName(status.owner), PathStatus.ownerName(place.owner)
      )
      let seen = "'\(file)' belongs to \(owner) and its directory to \(scanner)"
      return place.owner == 0
        ? .warn(
          "history", seen + ", where only root may write",
          remedy: "give the directory to the user that scans: chown \(owner) '\(directory)'")
        : .fail(
          "history", seen + ": the nightly job cannot write it",
          remedy: "chown --reference='\(directory)' '\(path)'*")
    }
    guard access(path, R_OK) != 0 || access(path, W_OK) == 0 else {
      return .warn(
        "history", "this user may read '\(path)' and not write it",
        remedy: "scan as its owner, \(PathStatus.ownerName(place.owner))")
    }
    return nil
  }

  private static func diagnosis(of error: StoreError) -> Diagnosis {
    let lines = "\(error)".split(separator: "\n", maxSplits: 1).map(String.init)
    let remedy = lines.count > 1 ? lines[1] : "check the path"
    switch error {
    case .newer, .foreign, .damaged, .full, .unreadableValue, .failed, .older, .withoutLocks:
      return .fail("history", lines[0], remedy: remedy)
    case .locked, .unopenable, .notWritable, .exists, .noSuchRun, .ambiguousReport,
      .privateDetail:
      return .unchecked("history", lines[0], remedy: remedy)
    }
  }
}

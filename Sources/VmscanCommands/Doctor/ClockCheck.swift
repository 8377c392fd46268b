import VmscanLists
import VmscanModel

/// The clock, which decides every age: neither before what is known to have happened nor absurd.
struct ClockCheck {
  let examination: Examination
  /// The latest recorded run, when history can be read.
  let latest: RecordedRun?
  /// Any run that was recorded at a later time than the clock says.
  let ahead: RecordedRun?

  /// A run is not later than this when the clock is right.
  static func latestPlausible(at now: Timestamp) -> Timestamp {
    Timestamp(now.epochSeconds + Timestamp.clockTolerance + 1)
  }

  func diagnoses() -> [Diagnosis] { [clock] }

  private var clock: Diagnosis {
    let now = examination.now
    let made = DataLists.all.compactMap { Timestamp(parsing: $0.date) }.max() ?? Timestamp(0)
    let remedy = "set the clock (timedatectl, chrony); until then every age is wrong"
    guard now >= made else {
      return .fail(
        "clock", "\(now) is before this program was made (\(made.dateText))", remedy: remedy)
    }
    guard CivilTime(epochSeconds: now.epochSeconds).year < 2100 else {
      return .fail("clock", "\(now) is absurd", remedy: remedy)
    }
    if let run = latest?.run.now, run.epochSeconds > now.epochSeconds + Timestamp.clockTolerance {
      return .fail("clock", "\(now) is before the latest recorded run (\(run))", remedy: remedy)
    }
    if let run = ahead?.run {
      return .warn(
        "clock", "\(now) is before run \(run.id) (\(run.now)): the clock jumped back",
        remedy: "compare it with another clock; it was ahead then, or is behind now")
    }
    if let newest = examination.survey.newest,
      newest.epochSeconds > now.epochSeconds + Timestamp.clockTolerance
    {
      return .warn(
        "clock", "\(now) is before the newest message (\(newest))",
        remedy: "set the clock, or find out who wrote that message's origtime")
    }
    return .ok("clock", "\(now), behind nothing known")
  }
}

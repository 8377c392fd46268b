import Glibc
import VmscanFormats
import VmscanModel

/// One run over a log's files.
struct LogReading {
  /// A log that is written at least daily is taken to be silent, not dead, for so long.
  private static let silence: Int64 = 36 * 3600

  let reader: MailLogReader
  /// Told how many bytes of the file being read are done.
  var progress: ((Int64) -> Void)?
  var scanner: MailLogScanner
  var resumeOffset: Int64 = 0
  var problems: [SourceProblem] = []
  private var coverage: [LogCoverage] = []
  private var cursor: LogCursor?
  let earlierDoubt: String?
  let earlierLine: String?
  var isAfterHole = false
  /// Lines were read, in this run.
  private(set) var hasRead = false
  /// An earlier run has read lines.
  let hasHistory: Bool
  /// Why the log's times are not believed.
  private(set) var zoneDoubt: String?
  var unread = UnreadLogs()
  var dates: RotationDates
  /// The latest line read.
  private var lastLine: Int64?

  init(reader: MailLogReader, cursor: LogCursor?) {
    self.reader = reader
    self.cursor = cursor
    dates = RotationDates(zone: reader.zone, now: reader.now.epochSeconds)
    earlierDoubt = cursor?.doubt
    earlierLine = cursor?.doubtLine
    let clock = LogClock(
      zone: reader.zone, latest: reader.now.epochSeconds, year: cursor?.year,
      last: cursor?.last?.epochSeconds)
    // Its times were taken from lines of a wrong clock when they lie ahead.
    let isAhead = cursor?.last.map { !clock.isPossible($0.epochSeconds) } ?? false
    scanner = MailLogScanner(
      origin: reader.path, cursor: isAhead ? cursor?.withoutTimes : cursor, clock: clock)
    isAfterHole = isAhead
    zoneDoubt = cursor?.zoneDoubt
    hasHistory = cursor?.last != nil
    lastLine = cursor?.last?.epochSeconds
  }

  /// Whether one file went on where another one ended; a file that may be missing in between is a problem.
  mutating func isContinuous(from file: LogFile, to next: LogFile) -> Bool {
    guard !isAfterHole else { return false }
    let isNumbered = !file.isFollowed(by: next)
    guard isNumbered || dates.gap(from: file, last: lastLine, to: next) != nil else { return true }
    let since: Sentence = lastLine.map { ", with lines up to \(Timestamp($0))," } ?? ""
    problems.append(
      SourceProblem(
        .partial, path: next.path,
        detail: """
          a rotated mail log seems to be missing between '\(path: file.path)'\(since) and this one, \
          so a mail that is missing there proves nothing
          """,
        hidesData: false))
    return false
  }

  mutating func read<Failure: Error>(
    _ file: LogFile, skipping: Int64, isContinuous: Bool, isLive: Bool,
    sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) {
    let before = lastLine.map { Timestamp($0) }
    let source: LogDescriptor
    do { source = try LogDescriptor.opened(file) } catch {
      noteFailure(error, of: file, after: before)
      return
    }
    let status = source.status
    beginStretch(status, isContinuous: isContinuous, isResumed: skipping > 0)
    scanner.forgetChanges()
    let pump = LogPump(
      source,
      skimmer: LogSkimmer(pending: scanner.openIDs, wantsFirstStamp: scanner.first == nil),
      skipping: skipping, isLive: isLive)
    guard pump.start() else {
      let error = LogReadError(path: file.path, EAGAIN, "cannot start a thread to read")
      noteFailure(error, of: file, after: before)
      return
    }
    if let error = try follow(pump, file, sink: sink) {
      noteFailure(
        LogReadError(path: file.path, error.code, error.action), of: file, after: before)
    }
    note(pump, file, status)
    if !isLive, scanner.endsUntimed { noteUnknownForm(of: file, after: before) }
  }

  /// Notes that a rotated file, or its end, is in a form that is not known.
  private mutating func noteUnknownForm(of file: LogFile, after: Timestamp?) {
    problems.append(
      SourceProblem(
        .invalid, path: file.path, detail: "\(word: Self.unknownForm)", hidesData: false))
    unread.note(file, after: after)
    isAfterHole = true
  }

  /// Notes that lines are missing: in the log itself they are met again, a rotated file is remembered.
  private mutating func noteFailure(_ error: LogReadError, of file: LogFile, after: Timestamp?) {
    problems.append(error.problem)
    if file.path != reader.path { unread.note(file, after: after) }
    isAfterHole = true
  }

  /// Follows the mails while the pump reads; always waits for the pump's end.
  ///
  /// - Returns: Why the file was not read to its end.
  private mutating func follow<Failure: Error>(
    _ pump: LogPump, _ file: LogFile, sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) -> LogReadError? {
    var failure: Failure?
    var error: LogReadError?
    while true {
      let batch = pump.filled.pop()
      progress?(batch.offset)
      if failure == nil {
        do { try scanner.scan(batch, sink: sink) } catch let thrown as Failure {
          failure = thrown
        } catch {}
      }
      if batch.isLast {
        error = batch.error
        break
      }
      batch.isCancelled = failure != nil
      pump.free.push(batch)
    }
    do { try pump.finish(file) } catch let thrown { error = error ?? thrown }
    if let failure { throw failure }
    return error
  }

  private mutating func beginStretch(
    _ status: stat, isContinuous: Bool, isResumed: Bool
  ) {
    if !isContinuous { isAfterHole = true }
    let written = reader.lastWritten?.epochSeconds ?? Int64(status.st_mtim.tv_sec)
    let isStream = status.st_mode & S_IFMT != S_IFREG
    let latest = isStream ? reader.now.epochSeconds : min(written, reader.now.epochSeconds)
    let known = isAfterHole ? nil : scanner.clock.last
    scanner.begin(
      clock: LogClock(
        zone: reader.zone, latest: latest, year: known == nil ? nil : scanner.clock.year,
        last: known),
      afterHole: isAfterHole, isResumed: isResumed)
    isAfterHole = false
  }

  private mutating func note(_ pump: LogPump, _ file: LogFile, _ status: stat) {
    if pump.overlongLines > 0 {
      problems.append(
        SourceProblem(
          .partial, path: file.path,
          detail:
            "\(pump.overlongLines, "line") longer than \(LogPump.longestLine) bytes skipped",
          hidesData: false))
    }
    hasRead = hasRead || pump.handedOn > 0
    lastLine = scanner.last ?? lastLine
    if pump.handedOn > 0 { compareClocks(file, status) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      cursor = nil
      return
    }
    // A head that ends in a line still being written would not be known again.
    let length = min(pump.head.bytes.count, Int(pump.offset))
    let before = length > 0 ? nil : cursor?.mark
    cursor = LogCursor(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), offset: pump.offset,
      headLength: Int64(length), headDigest: pump.head.digest(length))
    cursor?.before = before
  }

  /// Tells when the file was written at another time than its last line says, by whole hours: then
  /// its clock runs in another zone.
  ///
  /// A line and the file that it ends are written together; a few zones have half hours.
  private mutating func compareClocks(_ file: LogFile, _ status: stat) {
    guard status.st_mode & S_IFMT == S_IFREG, file.packing == nil, reader.lastWritten == nil,
      file.path == reader.path
    else { return }
    zoneDoubt = nil
    guard let last = scanner.last, scanner.clock.isLocal else { return }
    let apart = Int64(status.st_mtim.tv_sec) - last
    let halves = (Double(apart) / 1800).rounded()
    let rest = abs(apart - Int64(halves) * 1800)
    let isWhole = Int64(halves) % 2 == 0
    guard halves != 0, abs(halves) <= 28, rest <= 10 else { return }
    let hours = abs(halves) / 2
    zoneDoubt =
      "its last line is of \(Timestamp(last)) and the file of "
      + "\(Timestamp(Int64(status.st_mtim.tv_sec))), "
      + "\(isWhole ? "\(Int(hours))" : "\(hours)") h apart, so its clock may run in another zone "
      + "and its silence proves nothing; name the zone in mailLogZone"
  }

  private mutating func endStretch() {
    guard zoneDoubt == nil else { return }
    coverage = scanner.agents.coverage(of: reader.path, lastLine: scanner.last)
  }

  mutating func finish<Failure: Error>(
    sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) -> MailLogReadResult {
    do { try scanner.finish(sink) } catch let error as Failure { throw error } catch {}
    endStretch()
    extendToNow()
    problems += unread.problems + scanner.agents.problems(in: reader.path)
    let doubt = doubt
    if let doubt {
      problems.append(
        SourceProblem(
          .invalid, path: reader.path, detail: Self.sentence(doubt, line: strangeLine),
          hidesData: false)
      )
    }
    cursor?.doubt = doubt
    let line = strangeLine
    cursor?.doubtLine = line
    cursor?.zoneDoubt = zoneDoubt
    cursor?.zone = reader.zoneName
    cursor?.untimed = scanner.untimed > 0 ? scanner.untimed : nil
    cursor?.agents = scanner.agents.stored
    cursor?.last = scanner.last.map { Timestamp($0) }
    cursor?.year = scanner.clock.year
    cursor?.stretchStart = scanner.first.map { Timestamp($0) }
    cursor?.showsVoicemail = scanner.agents.showsVoicemail
    cursor?.pending = scanner.pending
    cursor?.unread = unread.files.isEmpty ? nil : unread.files
    return MailLogReadResult(
      coverage: coverage, holes: scanner.agents.holes, cursor: cursor, problems: problems,
      recognisedLines: scanner.recognised)
  }

  /// A live log that is silent since its last line has shown nothing because there was nothing.
  private mutating func extendToNow() {
    guard let last = scanner.last, reader.path != "-", !scanner.endsUntimed else { return }
    let now = reader.now.epochSeconds
    guard now > last, now - last <= Self.silence else { return }
    for place in coverage.indices where coverage[place].to.epochSeconds == last {
      coverage[place].to = reader.now
    }
  }
}

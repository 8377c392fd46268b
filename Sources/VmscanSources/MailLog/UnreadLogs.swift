import Glibc
import VmscanModel

/// A log's older files that could not be read although later ones were.
///
/// Each is a problem in every run until it was read or is gone: the mails in it may have failed.
struct UnreadLogs {
  /// Where to begin again because a file, or the folder, can be read now.
  struct Return {
    var place: Int
    /// Time of the last line that was read before.
    var after: Timestamp?
  }

  /// What the cursor is to remember.
  private(set) var files: [UnreadLog] = []
  private(set) var problems: [SourceProblem] = []

  mutating func note(_ file: LogFile, after: Timestamp?) {
    let status = LogReading.status(file.path)
    files.append(
      UnreadLog(
        mark: file.mark, device: status.map { UInt64($0.st_dev) } ?? 0,
        inode: status.map { UInt64($0.st_ino) } ?? 0,
        modified: status.map { Timestamp(Int64($0.st_mtim.tv_sec)) }, after: after))
  }

  /// Notes that nobody knows which older files there are.
  mutating func noteUnlisted(after: Timestamp?) {
    files.append(UnreadLog(mark: "", after: after))
  }

  /// Remembers what an earlier run could not read, because this one cannot look.
  mutating func keep(_ earlier: [UnreadLog]) { files += earlier }

  /// Tries again what earlier runs could not read.
  ///
  /// - Parameters:
  ///   - earlier: What the cursor remembers.
  ///   - all: The files there are, oldest first.
  ///   - count: How many of them, from the first one on, would not be read otherwise.
  ///   - rotations: How many times the log was rotated since, where that is known.
  /// - Returns: The oldest place from which everything is to be read again; `nil` for none.
  mutating func tryAgain(
    _ earlier: [UnreadLog], in all: [LogFile], before count: Int, rotations: Int
  ) -> Return? {
    var result: Return?
    var failed: [(place: Int, after: Timestamp?, problem: SourceProblem)] = []
    for log in earlier {
      guard let place = Self.place(of: log, in: all, rotations: rotations), place < count else {
        continue
      }
      do throws(LogReadError) {
        if !log.mark.bytes.isEmpty { try LogDescriptor.readThrough(all[place]) }
        if result.map({ place < $0.place }) ?? true {
          result = Return(place: place, after: log.after)
        }
      } catch {
        failed.append((place, log.after, error.problem))
      }
    }
    // What lies behind the return is met again by reading.
    for log in failed where result.map({ log.place < $0.place }) ?? true {
      note(all[log.place], after: log.after)
      problems.append(log.problem)
    }
    return result
  }

  /// Where a file is now: rotation renames it and packing makes another one of it.
  private static func place(of log: UnreadLog, in all: [LogFile], rotations: Int) -> Int? {
    let older = all.dropLast()
    guard !log.mark.bytes.isEmpty else {
      return older.firstIndex { file in
        guard let after = log.after else { return true }
        return LogReading.modified(file.path).map { $0 >= after.epochSeconds } ?? true
      }
    }
    let states = older.map { LogReading.status($0.path) }
    return states.firstIndex {
      $0.map { UInt64($0.st_ino) == log.inode && UInt64($0.st_dev) == log.device } ?? false
    }
      ?? older.firstIndex { $0.isNow(log.mark, rotations: rotations) }
      ?? states.firstIndex {
        $0.map { Timestamp(Int64($0.st_mtim.tv_sec)) == log.modified } ?? false
      }
  }
}

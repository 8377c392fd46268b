import Glibc
import VmscanFormats
import VmscanModel

extension LogReading {
  /// The files to read, oldest first: all of them the first time, later the one the cursor stands
  /// in and what followed it.
  mutating func files(for cursor: LogCursor?) -> [LogFile] {
    let live = LogFile(log: reader.path)
    guard reader.path != "-" else { return [live] }
    var all: [LogFile] = []
    var isListed = true
    do {
      let older = try LogPredecessors(of: reader.path, &dates)
      all = older.files
      problems += older.strangers.map {
        LogReadError(
          path: $0, 0, "the name of a rotated log is in no known form, so nothing is read of"
        ).problem
      }
    } catch {
      problems.append(error.problem)
      isListed = false
    }
    all.append(live)
    guard let cursor else {
      if !isListed { unread.noteUnlisted(after: nil) }
      return all
    }
    let place = place(of: cursor, in: all)
    guard isListed else {
      unread.keep(cursor.unread ?? [])
      if place == nil { unread.noteUnlisted(after: cursor.last) }
      return resume(all, at: place, cursor)
    }
    let rest = resume(all, at: place, cursor)
    if place == nil { noteLost(cursor, rest) }
    // The file that was read last was the log itself, or was rotated when the log was empty.
    let number = place.flatMap { all[$0].number } ?? 0
    guard
      let back = unread.tryAgain(
        cursor.unread ?? [], in: all,
        before: place ?? all.firstIndex { $0 == rest.first } ?? all.count,
        rotations: cursor.before == nil ? number : max(0, number - 1))
    else { return rest }
    beginAgain(cursor, after: back.after)
    return Array(all[back.place...])
  }

  /// Goes on where the cursor stands, in the file at `place`.
  private mutating func resume(
    _ all: [LogFile], at place: Int?, _ cursor: LogCursor
  ) -> [LogFile] {
    if let place {
      resumeOffset = cursor.mark?.offset ?? 0
      return Array(all[place...])
    }
    // What was read last is gone: there may be a hole, and everything newer is read.
    isAfterHole = true
    return all.filter { file in
      guard file.path != reader.path, let last = cursor.last else { return true }
      return Self.modified(file.path).map { $0 >= last.epochSeconds } ?? true
    }
  }

  /// Notes that the file that was read last is gone, with all that was written to it since.
  ///
  /// One that was empty may be a packed file now, which is not known again and is read.
  private mutating func noteLost(_ cursor: LogCursor, _ rest: [LogFile]) {
    guard Self.status(reader.path) != nil, cursor.headLength > 0 || rest.count == 1 else { return }
    let upTo: Sentence = cursor.last.map { ", with lines up to \($0)," } ?? ""
    problems.append(
      SourceProblem(
        .partial, path: reader.path,
        detail: """
          the file of this log that was read last\(upTo) is not there any more, so what was written to \
          it later was not read, and a mail that is missing there proves nothing
          """,
        hidesData: false))
  }

  /// Forgets what was read behind a file that can be read now, to read it again in its place.
  private mutating func beginAgain(_ cursor: LogCursor, after: Timestamp?) {
    var known = cursor.withoutTimes
    known.pending = cursor.pending.filter { mail in
      after.map { mail.record.accepted <= $0 } ?? false
    }
    scanner = MailLogScanner(origin: reader.path, cursor: known, clock: scanner.clock)
    resumeOffset = 0
    isAfterHole = true
  }

  /// The file to go on with; `nil` when it is gone.
  private func place(of cursor: LogCursor, in all: [LogFile]) -> Int? {
    if let mark = cursor.mark { return all.lastIndex { isSame($0, mark) } }
    // Whatever has lines now is new where nothing was ever read.
    if cursor.last == nil { return all.indices.first }
    return all.lastIndex { file in
      Self.status(file.path).map {
        UInt64($0.st_ino) == cursor.inode && UInt64($0.st_dev) == cursor.device
      } ?? false
    }
  }

  private func isSame(_ file: LogFile, _ mark: LogMark) -> Bool {
    guard let status = Self.status(file.path),
      file.packing != nil || Int64(status.st_size) >= mark.offset,
      let head = try? LogHead.of(file), head.bytes.count >= Int(mark.headLength)
    else { return false }
    return head.digest(Int(mark.headLength)) == mark.headDigest
  }

  static func status(_ path: ByteText) -> stat? {
    var status = stat()
    return stat(LogDescriptor.text(path.bytes), &status) == 0 ? status : nil
  }

  /// Bytes of a file on disk; 0 for a stream.
  static func size(_ path: ByteText) -> Int64 {
    status(path).map { $0.st_mode & S_IFMT == S_IFREG ? Int64($0.st_size) : 0 } ?? 0
  }

  static func modified(_ path: ByteText) -> Int64? {
    status(path).map { Int64($0.st_mtim.tv_sec) }
  }
}

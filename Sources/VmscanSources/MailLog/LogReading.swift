import Glibc
import VmscanModel

/// One run over a log's files.
struct LogReading {
  private static let blockSize = 256 << 10
  /// A log that is written at least daily is taken to be silent, not dead, for so long.
  private static let silence: Int64 = 36 * 3600

  private let reader: MailLogReader
  private var scanner: MailLogScanner
  private(set) var resumeOffset: Int64 = 0
  private var problems: [SourceProblem] = []
  private var coverage: [LogCoverage] = []
  private var cursor: LogCursor?
  private var buffer: [UInt8]
  private var isAfterHole = false

  init(reader: MailLogReader, cursor: LogCursor?) {
    self.reader = reader
    self.cursor = cursor
    buffer = [UInt8](repeating: 0, count: Self.blockSize)
    let clock = LogClock(
      zone: reader.zone, latest: reader.now.epochSeconds, year: cursor?.year,
      last: cursor?.last?.epochSeconds)
    scanner = MailLogScanner(
      correlator: MailCorrelator(
        origin: reader.path, pending: cursor?.pending ?? [],
        showsVoicemail: cursor?.showsVoicemail ?? false),
      clock: clock, first: cursor?.stretchStart?.epochSeconds,
      last: cursor?.last?.epochSeconds)
  }

  // MARK: which files

  /// The files to read, oldest first: all of them the first time, later the one the cursor stands
  /// in and what followed it.
  mutating func files(for cursor: LogCursor?) -> [LogFile] {
    let live = LogFile(log: reader.path)
    guard reader.path != "-" else { return [live] }
    var all: [LogFile] = []
    do { all = try LogFile.predecessors(of: reader.path) } catch { problems.append(error.problem) }
    all.append(live)
    guard let cursor else { return all }
    for place in all.indices.reversed() where isSame(all[place], cursor) {
      resumeOffset = cursor.offset
      return Array(all[place...])
    }
    // What was read last is gone: there may be a hole, and everything newer is read.
    isAfterHole = true
    return all.filter { file in
      guard file != live, let last = cursor.last else { return true }
      return Self.modified(file.path).map { $0 >= last.epochSeconds } ?? true
    }
  }

  private func isSame(_ file: LogFile, _ cursor: LogCursor) -> Bool {
    guard let status = Self.status(file.path) else { return false }
    guard cursor.headLength > 0 else {
      return UInt64(status.st_ino) == cursor.inode && UInt64(status.st_dev) == cursor.device
    }
    guard file.packing != nil || Int64(status.st_size) >= cursor.offset,
      let head = try? LogHead.of(file), head.bytes.count >= Int(cursor.headLength)
    else { return false }
    return head.digest(Int(cursor.headLength)) == cursor.headDigest
  }

  private static func status(_ path: ByteText) -> stat? {
    var status = stat()
    return stat(LogDescriptor.text(path.bytes), &status) == 0 ? status : nil
  }

  private static func modified(_ path: ByteText) -> Int64? {
    status(path).map { Int64($0.st_mtim.tv_sec) }
  }

  // MARK: reading

  mutating func read<Failure: Error>(
    _ file: LogFile, skipping: Int64, isContinuous: Bool, isLive: Bool,
    sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) {
    let source: LogDescriptor
    do { source = try LogDescriptor.opened(file) } catch {
      problems.append(error.problem)
      isAfterHole = true
      return
    }
    let status = source.status
    beginStretch(status, isContinuous: isContinuous)
    var head = LogHead()
    var end = FileEnd()
    do {
      end = try stream(source, skipping: skipping, head: &head, isLive: isLive, sink: sink)
      try source.finish(file)
    } catch let error as LogReadError {
      problems.append(LogReadError(path: file.path, error.code, error.action).problem)
      isAfterHole = true
    } catch let error as Failure {
      throw error
    } catch {
      isAfterHole = true
    }
    note(end, file, status, head)
  }

  /// What is known of a file once it has been read.
  private struct FileEnd {
    var offset: Int64 = 0
    var overlong = 0
  }

  private mutating func beginStretch(
    _ status: stat, isContinuous: Bool
  ) {
    if !isContinuous { isAfterHole = true }
    if isAfterHole { endStretch() }
    let written = reader.lastWritten?.epochSeconds ?? Int64(status.st_mtim.tv_sec)
    let isStream = status.st_mode & S_IFMT != S_IFREG
    let latest = isStream ? reader.now.epochSeconds : min(written, reader.now.epochSeconds)
    let known = isAfterHole ? nil : scanner.clock.last
    scanner.begin(
      clock: LogClock(
        zone: reader.zone, latest: latest, year: known == nil ? nil : scanner.clock.year,
        last: known),
      afterHole: isAfterHole)
    isAfterHole = false
  }

  private mutating func stream(
    _ source: borrowing LogDescriptor, skipping: Int64, head: inout LogHead, isLive: Bool,
    sink: (MailRecord) throws -> Void
  ) throws -> FileEnd {
    var end = FileEnd()
    var filled = 0
    var isOverlong = false
    var skip = skipping
    var block = buffer
    buffer = []
    defer { buffer = block }
    while true {
      let count = try source.read(into: &block, from: filled)
      if count == 0 { break }
      head.add(block, filled..<filled + count)
      if skip > 0 {
        let dropped = Int(min(skip, Int64(count)))
        skip -= Int64(dropped)
        end.offset += Int64(dropped)
        Self.shift(&block, from: filled + dropped, to: filled + count)
        filled = count - dropped
      } else {
        filled += count
      }
      guard let newline = block[..<filled].lastIndex(of: 0x0A) else {
        if filled == block.count {
          end.overlong += isOverlong ? 0 : 1
          isOverlong = true
          end.offset += Int64(filled)
          filled = 0
        }
        continue
      }
      var start = 0
      if isOverlong, let first = block[...newline].firstIndex(of: 0x0A) {
        start = first + 1
        isOverlong = false
      }
      try scanner.scan(block.span, from: start, to: newline + 1, sink: sink)
      Self.shift(&block, from: newline + 1, to: filled)
      end.offset += Int64(newline + 1)
      filled -= newline + 1
    }
    // The last line of a file that is no longer written is complete.
    if !isLive, filled > 0, !isOverlong {
      try scanner.scan(block.span, from: 0, to: filled, sink: sink)
      end.offset += Int64(filled)
    }
    return end
  }

  private static func shift(_ block: inout [UInt8], from: Int, to: Int) {
    guard from > 0, from < to else { return }
    block.withUnsafeMutableBytes { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: bytes[from..<to])
      // Both lie in the same allocation and may overlap, which memmove allows.
      _ = bytes.baseAddress.map {
        memmove($0, rest.baseAddress ?? UnsafeRawPointer($0), rest.count)
      }
    }
  }

  private mutating func note(_ end: FileEnd, _ file: LogFile, _ status: stat, _ head: LogHead) {
    if end.overlong > 0 {
      problems.append(
        SourceProblem(
          .partial, path: file.path,
          detail: "\(end.overlong) lines longer than \(Self.blockSize) bytes were skipped",
          hidesData: false))
    }
    if scanner.first == nil, end.offset > 0 {
      problems.append(
        SourceProblem(
          .invalid, path: file.path, detail: "no line of a known log format in it",
          hidesData: false))
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      cursor = nil
      return
    }
    // A head that ends in a line still being written would not be known again.
    let length = min(head.bytes.count, Int(end.offset))
    cursor = LogCursor(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), offset: end.offset,
      headLength: Int64(length), headDigest: head.digest(length))
  }

  private mutating func endStretch() {
    guard let first = scanner.first, let last = scanner.last, scanner.correlator.showsVoicemail
    else { return }
    coverage.append(LogCoverage(log: reader.path, from: Timestamp(first), to: Timestamp(last)))
  }

  mutating func finish<Failure: Error>(
    sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) -> MailLogReadResult {
    do { try scanner.finish(sink) } catch let error as Failure { throw error } catch {}
    endStretch()
    extendToNow()
    cursor?.last = scanner.last.map { Timestamp($0) }
    cursor?.year = scanner.clock.year
    cursor?.stretchStart = scanner.first.map { Timestamp($0) }
    cursor?.showsVoicemail = scanner.correlator.showsVoicemail
    cursor?.pending = scanner.correlator.open.all.sorted {
      $0.record.messageID < $1.record.messageID
    }
    return MailLogReadResult(
      coverage: coverage, cursor: cursor, problems: problems,
      recognisedLines: scanner.recognised)
  }

  /// A live log that is silent since its last line has shown nothing because there was nothing.
  private mutating func extendToNow() {
    guard let last = scanner.last, !coverage.isEmpty, reader.path != "-" else { return }
    let now = reader.now.epochSeconds
    if now > last, now - last <= Self.silence, coverage[coverage.count - 1].to.epochSeconds == last
    {
      coverage[coverage.count - 1].to = reader.now
    }
  }
}

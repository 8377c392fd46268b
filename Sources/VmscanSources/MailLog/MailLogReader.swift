package import VmscanModel

/// Reads a mail log with its rotated predecessors, only what is new, in flat memory.
///
/// `path` may be `-` for standard input. Packed predecessors are unpacked by the system's tools.
package struct MailLogReader: Sendable {
  let path: ByteText
  let now: Timestamp
  let zone: LogZone
  let lastWritten: Timestamp?
  let zoneName: String?
  /// Told how many bytes of all files are done, and how many there are.
  package var report: (@Sendable (_ done: Int64, _ total: Int64) -> Void)?

  /// - Parameters:
  ///   - path: The log that is being written.
  ///   - now: The clock.
  ///   - zone: The zone of time stamps that name none.
  ///   - lastWritten: Latest possible time of a line, for logs whose file times are not their own;
  ///     `nil` takes the file's.
  ///   - zoneName: What the settings call `zone`; the cursor remembers it.
  package init(
    path: ByteText, now: Timestamp, zone: LogZone, lastWritten: Timestamp? = nil,
    zoneName: String? = nil
  ) {
    self.zoneName = zoneName
    self.path = path
    self.now = now
    self.zone = zone
    self.lastWritten = lastWritten
  }

  /// Reads on from where an earlier run stopped and hands every mail seen to `sink`.
  ///
  /// A mail is reported once when it has left the queue, and once more by every run that finds it still
  /// queued: keep one per (`messageID`, `logHost`) with `MailRecord.merged(with:)`.
  ///
  /// - Throws: What `sink` throws. What cannot be read is in the result's `problems`.
  package func read<Failure: Error>(
    from cursor: LogCursor?, sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) -> MailLogReadResult {
    var reading = LogReading(reader: self, cursor: cursor)
    let files = reading.files(for: cursor)
    let sizes = report == nil ? [] : files.map { LogReading.size($0.path) }
    for (place, file) in files.enumerated() {
      if let report {
        let (before, size) = (sizes[..<place].reduce(0, +), sizes[place])
        let total = sizes.reduce(0, +)
        // An unpacked log is about ten times as long as the packed one.
        let packing: Int64 = file.packing == nil ? 1 : 10
        reading.progress = { report(before + min($0 / packing, size), total) }
      }
      let isContinuous = place == 0 || reading.isContinuous(from: files[place - 1], to: file)
      try reading.read(
        file, skipping: place == 0 ? reading.resumeOffset : 0, isContinuous: isContinuous,
        isLive: file.path == path, sink: sink)
    }
    return try reading.finish(sink: sink)
  }
}

import FoundationEssentials
import VmscanModel
import VmscanSources
import VmscanStore

/// Reads what is new in the mail logs and in the mail command's journal.
struct EvidenceIntake {
  /// Days of the journal that are read again, so that a late end of a mail is not missed.
  private static let journalOverlap = Age.days(7)

  /// History, which knows how far was read.
  let store: HistoryStore
  /// Where the evidence goes: history itself, or a temporary one when nothing is to be recorded.
  let target: HistoryStore
  let settings: Settings
  let now: Timestamp
  private let progress: Progress?

  init(
    store: HistoryStore, target: HistoryStore? = nil, settings: Settings, now: Timestamp,
    progress: Progress? = nil
  ) {
    self.progress = progress
    self.store = store
    self.target = target ?? store
    self.settings = settings
    self.now = now
  }

  private var isRecording: Bool { store.path == target.path && !store.path.isEmpty }

  /// Returns what could not be read and what a log cannot say.
  ///
  /// - Throws: `CommandFailure` when history cannot be written.
  func run() throws -> [SourceProblem] {
    guard !settings.mailLogs.isEmpty || !settings.mailerJournal.isEmpty else { return [] }
    let zone =
      settings.mailLogZone.map { LogZone.named($0, around: now.epochSeconds) }
      ?? LogZone.system(around: now.epochSeconds)
    let cursors = try History.failing { try store.logCursors() }
    var problems: [SourceProblem] = []
    for log in settings.mailLogs {
      problems += try read(ByteText(log), zone: zone, cursors: cursors)
    }
    return problems + (try readJournal(cursors))
  }

  private func read(
    _ log: ByteText, zone: LogZone, cursors: [ByteText: [UInt8]]
  ) throws -> [SourceProblem] {
    var cursor = cursors[log].flatMap { try? JSONDecoder().decode(LogCursor.self, from: Data($0)) }
    if let known = cursor, known.isMended(byZone: settings.mailLogZone) {
      // Its mails were recorded with wrong times.
      try History.failing { try target.forgetEvidence(of: log) }
      cursor = nil
    }
    var reader = MailLogReader(
      path: log, now: now, zone: zone, zoneName: settings.mailLogZone)
    if let progress, progress.isShown {
      progress.begin("reading mail log, KiB")
      reader.report = { progress.reach(Int($0 >> 10), of: Int($1 >> 10)) }
    }
    defer { progress?.end() }
    return try History.failing {
      try target.importEvidence { batch in
        let result = try reader.read(from: cursor) { try batch.add($0) }
        for stretch in result.coverage { batch.addCoverage(stretch) }
        for hole in result.holes { batch.addHole(hole, of: log) }
        if let next = result.cursor {
          batch.setCursor(Array(try JSONEncoder().encode(next)), of: log)
        }
        return result.problems
      }
    }
  }

  /// How far the mail command's journal was read, under its directory's name in the table of cursors.
  private struct JournalCursor: Codable {
    /// Every file of this day and earlier days was read whole.
    var day: Timestamp
  }

  private func readJournal(_ cursors: [ByteText: [UInt8]]) throws -> [SourceProblem] {
    let directory = ByteText(settings.mailerJournal)
    guard !directory.isEmpty else { return [] }
    let known = cursors[directory].flatMap {
      try? JSONDecoder().decode(JournalCursor.self, from: Data($0))
    }
    let reader = MailerJournalReader(
      directory: directory,
      isExpected: known != nil || settings.mailerJournal != MailerCommand.defaultJournal,
      wasRead: known != nil)
    return try History.failing {
      try target.importEvidence { batch in
        let result = try reader.read(since: known.map { $0.day - Self.journalOverlap }) {
          try batch.add($0)
        }
        // What could not be read once is read later; a damaged line never can.
        if !result.problems.contains(where: \.hidesData), result.files > 0 {
          batch.setCursor(Array(try JSONEncoder().encode(JournalCursor(day: now))), of: directory)
        }
        return result.problems
      }
    }
  }
}

extension [SourceProblem] {
  /// Among what evidence cannot say: a log that was named could not be read, or nothing in it is of use.
  ///
  /// It was named to be asked, and what it may say of a mail that failed is not known. A log that begins
  /// after a message has been asked, and is silent about it.
  var missesMails: Bool { contains { $0.hidesData || $0.kind == .invalid } }
}

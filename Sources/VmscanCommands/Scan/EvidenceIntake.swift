import FoundationEssentials
import VmscanModel
import VmscanSources
import VmscanStore

/// Reads what is new in the mail logs and in the mail command's journal into history.
struct EvidenceIntake {
  /// Days of the journal that are read again, so that a late end of a mail is not missed.
  private static let journalOverlap = Age.days(7)

  let store: HistoryStore
  let settings: Settings
  let now: Timestamp

  /// Returns what could not be read.
  ///
  /// - Throws: `CommandFailure` when history cannot be written.
  func run() throws -> [SourceProblem] {
    guard !settings.mailLogs.isEmpty || hasJournal else { return [] }
    let zone =
      settings.mailLogZone.map { LogZone.named($0, around: now.epochSeconds) }
      ?? LogZone.system(around: now.epochSeconds)
    let cursors = try History.failing { try store.logCursors() }
    var problems: [SourceProblem] = []
    for log in settings.mailLogs {
      problems += try read(ByteText(log), zone: zone, cursors: cursors)
    }
    return problems + (try readJournal())
  }

  private func read(
    _ log: ByteText, zone: LogZone, cursors: [ByteText: [UInt8]]
  ) throws -> [SourceProblem] {
    let cursor = cursors[log].flatMap { try? JSONDecoder().decode(LogCursor.self, from: Data($0)) }
    let reader = MailLogReader(path: log, now: now, zone: zone)
    return try History.failing {
      try store.importEvidence { batch in
        let result = try reader.read(from: cursor) { try batch.add($0) }
        for stretch in result.coverage { try batch.addCoverage(stretch) }
        if let next = result.cursor {
          try batch.setCursor(Array(try JSONEncoder().encode(next)), of: log)
        }
        return result.problems
      }
    }
  }

  private var hasJournal: Bool { !settings.mailerJournal.isEmpty }

  private func readJournal() throws -> [SourceProblem] {
    let directory = ByteText(settings.mailerJournal)
    let (records, problems) = MailerJournalReader(directory: directory).read(
      since: try journalStart())
    guard !records.isEmpty else { return problems }
    try History.failing {
      try store.importEvidence { batch in
        for record in records { try batch.add(record) }
      }
    }
    return problems
  }

  /// Files of days that every earlier run has read whole are left alone.
  private func journalStart() throws -> Timestamp? {
    let etc = ByteText(settings.asteriskEtc)
    let runs = try History.failing { try store.runs(limit: 1) }
    guard let last = runs.last, last.run.etc == etc else { return nil }
    return last.run.started - Self.journalOverlap
  }
}

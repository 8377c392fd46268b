import FoundationEssentials
import Glibc
import VmscanFormats
package import VmscanModel
import VmscanSystem

/// Turns the proof-keeping mail command's journal into evidence.
package struct MailerJournalReader: Sendable {
  /// A longer line is no entry.
  private static let longestLine = 1 << 20
  let directory: ByteText
  private let isExpected: Bool
  private let wasRead: Bool

  /// - Parameters:
  ///   - directory: The journal's directory.
  ///   - isExpected: Its absence is a problem and not a mail command that keeps no journal.
  ///   - wasRead: An earlier run has read files of it, so that there must be some.
  package init(directory: ByteText, isExpected: Bool, wasRead: Bool = false) {
    self.directory = directory
    self.isExpected = isExpected
    self.wasRead = wasRead
  }

  /// Reads the files of all days, oldest first, or those from a day on, line by line.
  ///
  /// A line that is no entry is skipped and told, unless it is the last one, which may be torn or on its way:
  /// its mail then has at most its first line, and counts as handed over without a known end. A mail is reported when its end was read, the others
  /// at the end of the day after; one whose end comes later is reported again.
  ///
  /// - Parameters:
  ///   - since: Files of earlier days are not read.
  ///   - sink: Takes each mail.
  /// - Returns: The number of files read, and what could not be read.
  /// - Throws: What `sink` throws.
  package func read<Failure: Error>(
    since: Timestamp? = nil, sink: (MailRecord) throws(Failure) -> Void
  ) throws(Failure) -> (files: Int, problems: [SourceProblem]) {
    let found: [ByteText]
    do throws(SystemError) {
      found = try DirectoryLister.names(in: directory)
    } catch {
      guard isExpected || !error.isMissing else { return (0, []) }
      return (
        0, [LogReadError(path: directory, error.code, "cannot list mailer journal, a").problem]
      )
    }
    let names = found.map(\.bytes).filter {
      $0.count == 17 && $0.reversed().starts(with: ".ndjson".utf8.reversed())
    }
    if names.isEmpty, wasRead {
      let detail: Sentence = "the mail command's journal was read before and has no file any more"
      return (0, [SourceProblem(.missing, path: directory, detail: detail)])
    }
    let first = since.map { Array($0.dateText.utf8) } ?? []
    var open = OpenEntries()
    var result: (files: Int, problems: [SourceProblem]) = (0, [])
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) })
    where !name.lexicographicallyPrecedes(first) {
      let path = ByteText(bytes: directory.bytes + [0x2F] + name)
      let (records, problem) = read(path, &open)
      if let problem { result.problems.append(problem) }
      if !(problem?.hidesData ?? false) { result.files += 1 }
      for record in records { try sink(record) }
    }
    for record in open.all { try sink(record) }
    return result
  }

  /// Mails of the last two days read whose end was not read.
  private struct OpenEntries {
    var today: [String: MailRecord] = [:]
    var yesterday: [String: MailRecord] = [:]

    var all: [MailRecord] { Array(yesterday.values) + Array(today.values) }
  }

  /// Reads one day's file; what is known of mails whose end will not come any more is reported, too.
  private func read(
    _ path: ByteText, _ open: inout OpenEntries
  ) -> (records: [MailRecord], problem: SourceProblem?) {
    var records = Array(open.yesterday.values)
    (open.yesterday, open.today) = (open.today, [:])
    do throws(LogReadError) {
      let source = try LogDescriptor.opened(LogFile(log: path))
      var (rest, isOverlong, damaged) = ([UInt8](), false, 0)
      var block = [UInt8](repeating: 0, count: 64 << 10)
      while true {
        let count = try source.read(into: &block, from: 0)
        guard count > 0 else { break }
        var start = 0
        while let end = block[start..<count].firstIndex(of: 0x0A) {
          rest += block[start..<end]
          if isOverlong || !take(rest, path, &open, &records) { damaged += 1 }
          (rest, isOverlong, start) = ([], false, end + 1)
        }
        rest += block[start..<count]
        if rest.count > Self.longestLine { (rest, isOverlong) = ([], true) }
      }
      if !isOverlong { _ = take(rest, path, &open, &records) }
      return (records, Self.problem(damaged, in: path))
    } catch {
      return (records, LogReadError(path: path, error.code, error.action).problem)
    }
  }

  private static func problem(_ damaged: Int, in path: ByteText) -> SourceProblem? {
    guard damaged > 0 else { return nil }
    return SourceProblem(
      .partial, path: path,
      detail: """
        \(damaged, "line") of the mail command's journal damaged and skipped, so a mail that is \
        missing there proves nothing
        """,
      hidesData: false)
  }

  /// Takes an entry; `false` for a line that is none.
  private func take(
    _ line: [UInt8], _ path: ByteText, _ open: inout OpenEntries, _ records: inout [MailRecord]
  ) -> Bool {
    guard !line.isEmpty else { return true }
    guard let entry = try? JSONDecoder().decode(MailerJournalEntry.self, from: Data(line)) else {
      return false
    }
    guard let record = record(entry, path) else { return true }
    let known =
      open.today.removeValue(forKey: entry.key)
      ?? open.yesterday.removeValue(forKey: entry.key)
    let whole = known.map { Self.joined($0, record) } ?? record
    if whole.exitStatus == nil { open.today[entry.key] = whole } else { records.append(whole) }
    return true
  }

  private static func joined(_ old: MailRecord, _ new: MailRecord) -> MailRecord {
    var result = old
    result.exitStatus = new.exitStatus ?? old.exitStatus
    if new.exitStatus != nil { result.recipients = new.recipients }
    return result
  }

  /// `nil` for a mail that is not Asterisk's, such as a page.
  private func record(_ entry: MailerJournalEntry, _ path: ByteText) -> MailRecord? {
    let id = entry.messageID.bytes
    guard let parts = AsteriskMessageID(id.span, from: 0, to: id.count) else { return nil }
    let status: MailRecipient.Status = entry.exitStatus ?? 0 == 0 ? .queued : .failed
    let words = entry.exitStatus.map { ByteText("mail command ended with status \($0)") } ?? ""
    return MailRecord(
      source: .mailer, origin: path, messageID: entry.messageID,
      messageNumber: parts.messageNumber, mailbox: ByteText(bytes: id[parts.mailbox]),
      pid: parts.pid, host: ByteText(bytes: id[parts.host]), accepted: entry.time,
      size: entry.size, hasAudio: entry.hasAudio,
      recipients: entry.recipients.map {
        MailRecipient(
          address: $0.lowercased, status: status, time: entry.time, detail: words)
      }, exitStatus: entry.exitStatus, expectedRecipients: Int32(clamping: entry.recipients.count))
  }
}

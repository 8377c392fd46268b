import FoundationEssentials
import Glibc
import VmscanFormats
package import VmscanModel
import VmscanSystem

/// Turns the proof-keeping mail command's journal into evidence.
package struct MailerJournalReader: Sendable {
  private static let largestFile = 256 << 20
  let directory: ByteText

  /// - Parameter directory: The journal's directory.
  package init(directory: ByteText) { self.directory = directory }

  /// Reads the files of all days, oldest first, or those from a day on.
  ///
  /// A line that is torn, as after a crash, is skipped: its mail then has at most its first line,
  /// and counts as handed over without a known end.
  ///
  /// - Parameter since: Files of earlier days are not read.
  /// - Returns: The mails by time, and the files that could not be read.
  package func read(
    since: Timestamp? = nil
  ) -> (records: [MailRecord], problems: [SourceProblem]) {
    let found: [ByteText]
    do throws(SystemError) {
      found = try DirectoryLister.names(in: directory)
    } catch {
      let problem = LogReadError(path: directory, error.code, "cannot list mailer journal, a")
      return ([], error.isMissing ? [] : [problem.problem])
    }
    let names = found.map(\.bytes).filter {
      $0.count == 17 && $0.reversed().starts(with: ".ndjson".utf8.reversed())
    }
    let first = since.map { Array($0.dateText.utf8) } ?? []
    var records: [String: MailRecord] = [:]
    var problems: [SourceProblem] = []
    for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) })
    where !name.lexicographicallyPrecedes(first) {
      let path = ByteText(bytes: directory.bytes + [0x2F] + name)
      do { try add(path, to: &records) } catch {
        problems.append(error.problem)
      }
    }
    let ordered = records.values.sorted {
      ($0.accepted, $0.messageID) < ($1.accepted, $1.messageID)
    }
    return (ordered, problems)
  }

  private func add(
    _ path: ByteText, to records: inout [String: MailRecord]
  ) throws(LogReadError) {
    let source = try LogDescriptor.opened(LogFile(log: path))
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 64 << 10)
    while text.count < Self.largestFile {
      let count = try source.read(into: &block, from: 0)
      if count == 0 { break }
      text += block[..<count]
    }
    let decoder = JSONDecoder()
    for line in text.split(separator: 0x0A) {
      guard let entry = try? decoder.decode(MailerJournalEntry.self, from: Data(line)),
        let record = record(entry, path)
      else { continue }
      records[entry.key] = records[entry.key].map { Self.joined($0, record) } ?? record
    }
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

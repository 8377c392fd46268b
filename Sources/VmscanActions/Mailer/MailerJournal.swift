import FoundationEssentials
import Glibc
package import VmscanModel
import VmscanSystem

/// The proof-keeping mail command's journal: a private directory with one file a day (UTC).
///
/// Its files are for their owner alone, or for the directory's group as well where that may read
/// the directory: so a scan by another user of the group can.
///
/// A line is one `write` to a file opened for appending, so that mails sent at once do not mix.
package struct MailerJournal: Sendable {
  package let directory: String

  package init(directory: String) { self.directory = directory }

  /// Appends one line.
  ///
  /// - Throws: `MailerJournalError` when it could not be written whole.
  package func append(_ entry: MailerJournalEntry) throws {
    // A crash may have left a line without its end: begin on a line of one's own.
    var line: [UInt8] = [0x0A]
    line += try JSONEncoder().encode(entry)
    line.append(0x0A)
    let path = "\(directory)/\(entry.time.dateText).ndjson"
    var file = open(path)
    if file < 0, errno == ENOENT {
      mkdir(directory, 0o700)
      file = open(path)
    }
    guard file >= 0 else { throw MailerJournalError(path: path, code: errno) }
    defer { close(file) }
    let count = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard count == line.count else {
      throw MailerJournalError(path: path, code: count < 0 ? errno : ENOSPC)
    }
  }

  private func open(_ path: String) -> Int32 {
    var place = stat()
    let isShared = stat(directory, &place) == 0 && place.st_mode & 0o050 == 0o050
    // Not through a link somebody placed there, and never waiting for a pipe's reader.
    return Glibc.open(
      path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
      isShared ? 0o640 : 0o600)
  }
}

/// The journal could not be written; the mail goes out all the same.
package struct MailerJournalError: Error, Equatable, CustomStringConvertible {
  package var path: String
  package var code: Int32

  package var description: String {
    "cannot write mail journal '\(path)': \(SystemError(code))\n"
      + "the mail was passed on; the next scan will not know of it"
  }
}

import Glibc
package import VmscanModel
import VmscanSystem

/// Passes a mail from standard input to a mail command, byte for byte, and keeps proof of it.
///
/// The mail comes first: trouble with the journal goes to standard error and nowhere else.
package enum ProofKeepingMailer {
  /// Exit status when the command cannot be run (`sysexits.h`, EX_OSERR): nothing was mailed.
  static let cannotRun: Int32 = 71
  private static let blockSize = 64 << 10

  /// Runs the command with the mail as its input and ends with its status.
  ///
  /// - Parameters:
  ///   - command: Program and arguments; a program without a slash is looked up in `PATH`.
  ///   - journal: Directory of the journal.
  ///   - input: Descriptor the mail is read from.
  ///   - now: The clock.
  /// - Returns: The command's exit status, 128 plus the number of the signal that ended it, or 71
  ///   when it could not be run.
  package static func run(
    command: [String], journal: String, input: Int32 = 0,
    now: () -> Timestamp = { Timestamp(Int64(time(nil))) }
  ) -> Int32 {
    // A command that does not read to the end must not end this program.
    signal(SIGPIPE, SIG_IGN)
    var status = stat()
    // Asterisk gives a file: the command reads it itself, whatever becomes of this program.
    let isFile = fstat(input, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    let program = command.first ?? ""
    var child = program.isEmpty ? nil : MailCommand(command, file: isFile ? input : nil)
    // That it was mailed to nobody is proof, too.
    if child == nil { complain("vmscan mailer: cannot run '\(program)'\n") }
    var summary = MailSummary()
    let isWhole =
      isFile ? look(at: input, into: &summary) : pass(from: input, to: child?.input, into: &summary)
    summary.finish()
    let journal = MailerJournal(directory: journal)
    var entry = MailerJournalEntry(
      kind: .handed, key: "\(getpid())-\(nanoseconds())", time: now(),
      messageID: summary.messageID, recipients: summary.recipients, hasAudio: summary.hasAudio,
      size: summary.size, command: ByteText(program))
    let trouble = keep(entry, journal)
    child?.closeInput()
    let ended = child?.wait() ?? cannotRun
    entry.kind = .ended
    entry.time = now()
    // A mail cut short at its source was not mailed, whatever the command thinks of the rest.
    entry.exitStatus = isWhole || ended != 0 ? ended : cannotRun
    keep(entry, journal, reported: trouble)
    return entry.exitStatus ?? ended
  }

  /// Reads the file without moving the position that the command reads from.
  private static func look(at file: Int32, into summary: inout MailSummary) -> Bool {
    var buffer = [UInt8](repeating: 0, count: blockSize)
    var position: off_t = 0
    while true {
      let count = buffer.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, position) }
      if count == 0 { return true }
      if count < 0 {
        // The command reads for itself; only the proof suffers.
        if errno == EINTR { continue }
        return true
      }
      position += off_t(count)
      summary.add(buffer[..<count])
    }
  }

  /// Reports what goes wrong, unless that was reported before, and returns it.
  @discardableResult
  private static func keep(
    _ entry: MailerJournalEntry, _ journal: MailerJournal, reported: String? = nil
  ) -> String? {
    do {
      try journal.append(entry)
      return nil
    } catch {
      let trouble = "vmscan mailer: \(error)\n"
      if trouble != reported { complain(trouble) }
      return trouble
    }
  }

  /// Copies everything; `false` when the mail could not be read to its end.
  private static func pass(
    from input: Int32, to output: Int32?, into summary: inout MailSummary
  ) -> Bool {
    var buffer = [UInt8](repeating: 0, count: blockSize)
    var isTaken = true
    while true {
      let count = buffer.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
      if count == 0 { return true }
      if count < 0 {
        if errno == EINTR { continue }
        complain("vmscan mailer: cannot read the mail: \(SystemError.last)\n")
        return false
      }
      if isTaken, let output { isTaken = writeAll(buffer, count, to: output) }
      summary.add(buffer[..<count])
    }
  }

  private static func writeAll(_ buffer: [UInt8], _ count: Int, to output: Int32) -> Bool {
    var done = 0
    while done < count {
      let written = buffer.withUnsafeBytes { bytes in
        write(
          output, UnsafeRawBufferPointer(rebasing: bytes[done..<count]).baseAddress, count - done)
      }
      if written > 0 {
        done += written
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }

  private static func nanoseconds() -> Int {
    Int(SystemClock.nanoseconds)
  }

  private static func complain(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}

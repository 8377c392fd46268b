import Glibc
import VmscanModel
import VmscanSystem

/// A running mail command that reads from a file, or from a pipe of ours.
struct MailCommand {
  /// Our end of the pipe; -1 when the command reads a file.
  private(set) var input: Int32
  private let child: ChildProcess

  /// Starts the command without a shell; `nil` when that fails.
  ///
  /// Its standard output is ours, or the descriptor `output`.
  init?(_ command: [String], file: Int32?, output: Int32 = STDOUT_FILENO) {
    let words = command.map { ByteText($0) }
    func start(_ input: Int32) throws(SystemError) -> ChildProcess {
      try ChildProcess(
        words, searchesPath: true, input: .descriptor(input),
        output: output == STDOUT_FILENO ? .inherited : .descriptor(output))
    }
    do throws(SystemError) {
      if let file {
        (input, child) = (-1, try start(file))
      } else {
        let pipe = try SystemPipe()
        child = try start(pipe.reading.raw)
        input = pipe.closeReading().release()
      }
    } catch {
      return nil
    }
  }

  /// Lets the command see the end of the mail.
  mutating func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// The exit status, or 128 plus the signal.
  func wait() -> Int32 { child.wait()?.shellStatus ?? ProofKeepingMailer.cannotRun }
}

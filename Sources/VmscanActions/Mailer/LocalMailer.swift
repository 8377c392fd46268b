import Glibc

/// Hands a finished mail to the machine's own mail command.
package enum LocalMailer {
  /// Runs the command without a shell and gives it the mail; returns when it has ended well.
  ///
  /// What the command prints goes to standard error.
  ///
  /// - Throws: `LocalMailerError`.
  package static func send(
    _ message: [UInt8], with command: [String]
  ) throws(LocalMailerError) {
    let name = command.first ?? ""
    guard var running = MailCommand(command, file: nil, output: STDERR_FILENO) else {
      throw LocalMailerError(command: name, reason: "it cannot be started")
    }
    let written = write(message, to: running.input)
    running.closeInput()
    let status = running.wait()
    guard status == 0 else {
      throw LocalMailerError(command: name, reason: "it ended with status \(status)")
    }
    guard written else {
      throw LocalMailerError(command: name, reason: "it did not read the whole mail")
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        return false
      }
      rest = rest.dropFirst(count)
    }
    return true
  }
}

/// The mail command did not take a mail.
package struct LocalMailerError: Error, Hashable, CustomStringConvertible {
  package var command: String
  package var reason: String

  package var description: String { "mail command '\(command)': \(reason)" }
}

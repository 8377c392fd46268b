import Glibc
package import VmscanModel
import VmscanSystem

/// One command to Asterisk through its control socket, as `asterisk -rx` gives it.
///
/// The server greets with `HOST/PID/VERSION`; a command sent as `cli quit after COMMAND` and a NUL
/// byte is carried out and the connection closed (`netconsole` in main/asterisk.c).
package struct AsteriskConsole: Sendable {
  package var socket: ByteText
  package var timeout: Duration

  /// Uses the socket below `runDirectory`, the `astrundir` of asterisk.conf.
  package init(runDirectory: ByteText, timeout: Duration = .seconds(3)) {
    socket = runDirectory.appending("/asterisk.ctl")
    self.timeout = timeout
  }

  package struct Answer: Sendable, Hashable {
    /// Process id from the greeting; `nil` when it was not understood.
    package var pid: Int32?
    package var version: String
    /// Ended by line feeds and by nothing else: callers may put other line ends into names.
    package var lines: [ArraySlice<UInt8>]
  }

  /// Runs commands one after the other and returns what they print.
  ///
  /// - Throws: `SystemError`, such as `ENOENT` when there is no socket, `ECONNREFUSED` when nobody
  ///   listens, `EAGAIN` when there was no answer in time.
  package func run(_ commands: [String]) throws -> Answer {
    let connection = try StreamSocket(path: socket, timeout: timeout)
    var request = Array("cli quit after ".utf8)
    for command in commands { request += Array(command.utf8) + [0] }
    try connection.send(request)
    var bytes: [UInt8] = []
    let deadline = ContinuousClock.now + timeout * 4
    while true {
      let piece = try connection.receive()
      if piece.isEmpty { break }
      bytes += piece
      guard bytes.count < 1 << 26, ContinuousClock.now < deadline else {
        throw SystemError(code: ETIMEDOUT, attempt: "hear from", path: socket)
      }
    }
    return Self.answer(bytes)
  }

  package static func answer(_ bytes: [UInt8]) -> Answer {
    var lines = bytes.split(separator: 0x0A)
    guard let greeting = lines.first else { return Answer(pid: nil, version: "", lines: []) }
    let parts = greeting.split(separator: 0x2F, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count > 2, let pid = Int32(parts[parts.count - 2]) else {
      return Answer(pid: nil, version: "", lines: lines)
    }
    lines.removeFirst()
    return Answer(pid: pid, version: parts[parts.count - 1], lines: lines)
  }
}

extension AsteriskConsole {
  /// Who is in a mailbox, from the list of channels.
  ///
  /// The second command proves that the first was carried out, for an empty list is silent.
  func sessions(usesAliases: Bool) throws -> LiveSessions {
    let answer = try run(["core show channels concise", "core show uptime seconds"])
    guard let lines = answer.linesBeforeUptime else {
      throw SystemError(code: EACCES, attempt: "ask for channels", path: socket)
    }
    return ChannelList.sessions(lines, usesAliases: usesAliases)
  }
}

extension AsteriskConsole.Answer {
  /// What stands before the answer to `core show uptime seconds`; `nil` without that answer.
  ///
  /// It is the last line that begins so: a caller's number may hold the same words.
  package var linesBeforeUptime: ArraySlice<ArraySlice<UInt8>>? {
    lines.lastIndex { $0.starts(with: "System uptime:".utf8) }.map { lines[..<$0] }
  }
}

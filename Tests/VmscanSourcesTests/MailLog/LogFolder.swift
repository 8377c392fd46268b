import FoundationEssentials
import Glibc
import VmscanModel
import VmscanSources

/// A temporary directory with a mail log in it.
final class LogFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.path + "/vmscan-log-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var log: String { path + "/mail.log" }

  func write(_ text: String, to name: String = "mail.log") throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  func writeBytes(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: log))
  }

  func append(_ text: String) throws {
    let file = open(log, O_WRONLY | O_APPEND)
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  func rename(_ name: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: path + "/" + name, toPath: path + "/" + other)
  }

  func run(_ command: String) -> Int32 {
    var child = pid_t()
    let words: [String] = ["/bin/sh", "-c", "cd '\(path)' && \(command)"]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard posix_spawn(&child, "/bin/sh", nil, nil, &arguments, environ) == 0 else { return -1 }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    return status
  }

  /// Reads the log; the clock stands at noon of 2026-11-23 UTC.
  func read(
    from cursor: LogCursor? = nil, zone: LogZone = .utc, now: Int64 = 1_795_435_200
  ) -> (mails: [MailRecord], result: MailLogReadResult) {
    var mails: [MailRecord] = []
    let reader = MailLogReader(
      path: ByteText(log), now: Timestamp(now), zone: zone, lastWritten: Timestamp(now))
    let result = reader.read(from: cursor) { mails.append($0) }
    return (mails, result)
  }

  /// One mail's lines; `steps` are `sent`, `deferred`, `bounced`, `removed` and so on.
  static func mail(
    _ id: String, box: String = "1001", number: Int = 1, at stamp: String = "Nov 22 23:05:10",
    _ steps: String...
  ) -> String {
    func line(_ program: String, _ text: String) -> String {
      "\(stamp) pbx postfix/\(program)[7]: \(id): \(text)\n"
    }
    var text = ""
    for step in steps {
      switch step {
      case "open":
        text += line("pickup", "uid=101 from=<asterisk>")
        text += line(
          "cleanup", "message-id=<Asterisk-\(number)-99-\(box)-147@pbx.example.com>")
        text += line("qmgr", "from=<asterisk@pbx>, size=4630, nrcpt=1 (queue active)")
      case "removed": text += line("qmgr", "removed")
      case "expired": text += line("qmgr", "from=<a@pbx>, status=expired, returned to sender")
      case "postsuper": text += line("postsuper", "removed")
      default:
        text += line(
          "smtp",
          "to=<alice@example.com>, relay=mx[192.0.2.1]:25, delay=1, delays=1/0/0/0, dsn=2.0.0, "
            + "status=\(step) (said so)")
      }
    }
    return text
  }
}

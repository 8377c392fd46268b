import Foundation
import Testing

/// A site whose messages are graded by the program itself, from its mail logs.
struct MailSite {
  struct Message {
    var mailbox: String
    var number: Int
    /// When its mail was handed over, which is when the envelope was closed.
    var mailed: Int64
    var seconds: Int64 = 1
    var bytes = 1700
    var context = "default"
    var folder = "INBOX"
    /// Seconds that the caller stayed in the review menu.
    var review: Int64 = 0
  }

  let site: Site
  /// Where the spool is once it was moved.
  var movedSpool: String?
  private let settings: String

  var spool: String { movedSpool ?? site.spool }

  init(_ yaml: String = "") throws {
    site = try Site()
    settings = site.scratch.path + "/vmscan.yaml"
    try ("temporaryDirectories: []\n" + yaml).write(
      toFile: settings, atomically: true, encoding: .utf8)
  }

  func path(_ name: String) -> String { site.scratch.path + "/" + name }

  /// Mailboxes of context `default` with their addresses.
  func configure(_ mailboxes: [(box: String, addresses: String)], general: String = "") throws {
    let lines = mailboxes.map { "\($0.box) => 731952,Box \($0.box),\($0.addresses),,attach=yes\n" }
    try configure("[general]\nformat=wav49\nattach=yes\n\(general)[default]\n" + lines.joined())
  }

  func configure(_ text: String) throws {
    try text.write(toFile: site.etc + "/voicemail.conf", atomically: true, encoding: .utf8)
  }

  func leave(_ message: Message) throws {
    let folder = "\(spool)/\(message.context)/\(message.mailbox)/\(message.folder)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let digits = String(message.number)
    let stem = folder + "/msg" + String(repeating: "0", count: 4 - digits.count) + digits
    try """
    ;
    ; Message Information file
    ;
    [message]
    origmailbox=\(message.mailbox)
    context=default
    callerchan=Local/s@x-00000001;2
    callerid="Anna Adams" <5550101>
    origtime=\(message.mailed - message.seconds - message.review)
    msg_id=\(message.mailed)-0000000\(message.number)
    duration=\(message.seconds)

    """.write(toFile: stem + ".txt", atomically: true, encoding: .utf8)
    try Data(repeating: 0, count: message.bytes).write(to: URL(filePath: stem + ".WAV"))
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(message.mailed))],
      ofItemAtPath: stem + ".txt")
  }

  /// Writes a log; its file time is that of its last line, as a log daemon leaves it.
  @discardableResult
  func log(_ text: String, name: String = "mail.log", written: Int64? = nil) throws -> String {
    let file = path(name)
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    if let written {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(written))], ofItemAtPath: file)
    }
    return file
  }

  func vmscan(_ words: [String], logs: [String], now: Int64) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", site.etc, "--spool", spool, "--db", site.database, "--config",
        settings, "--now", "@\(now)", "--own-domain", "example.com",
      ] + logs.flatMap { ["--mail-log", $0] }, environment: ["TZ": "UTC"])
  }

  private struct Row: Decodable {
    var mailbox: String
    var context: String
    var folder: String
    var number: Int
    var emailed: String
  }

  /// Grades by `BOX@CONTEXT FOLDER/NUMBER`, and what was said on standard error.
  func grades(logs: [String], now: Int64) throws -> (grades: [String: String], errors: String) {
    let done = try vmscan(["messages", "--format", "ndjson"], logs: logs, now: now)
    var grades: [String: String] = [:]
    for line in done.lines where !line.isEmpty {
      let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      grades["\(row.mailbox)@\(row.context) \(row.folder)/\(row.number)"] = row.emailed
    }
    return (grades, done.errors)
  }
}

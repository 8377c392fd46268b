import Foundation
import Testing

/// What `vmscan maintain` does with the mails of a log that are older than `keepHistory`.
struct EvidencePruningTests {
  private static let now: Int64 = 1_795_435_200

  @Test(arguments: [(messageAge: 5, removed: "1 mail"), (messageAge: 200, removed: "0 mails")])
  func `evidence goes when it is older than every message`(
    _ row: (messageAge: Int64, removed: String)
  ) throws {
    let site = try Site()
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    try writeMessage(site.spool, at: Self.now - row.messageAge * 86400)
    let log = site.scratch.path + "/mail.log"
    try (mail("AAAA1B2C4D", "2026-07-01") + mail("AAAA1B2C4E", "2026-11-20")).write(
      toFile: log, atomically: true, encoding: .utf8)
    let settings = site.scratch.path + "/vmscan.yaml"
    try """
    asteriskEtc: \(site.etc)
    spool: \(site.spool)
    db: \(site.database)
    temporaryDirectories: []
    mailLogs: [\(log)]
    keepHistory: 30d

    """.write(toFile: settings, atomically: true, encoding: .utf8)
    let common = ["--config", settings, "--now", "@\(Self.now)"]
    let scan = try Program.run(Program.vmscan, ["scan", "--quiet"] + common)
    #expect(scan.status == 0, "\(scan.errors)")
    let done = try Program.run(Program.vmscan, ["maintain"] + common)
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("removed evidence of \(row.removed) older than 30d"))
  }

  private func mail(_ id: String, _ day: String) -> String {
    let head = "\(day)T10:00:00+00:00 pbx postfix/"
    return head + "cleanup[7]: \(id): message-id=<Asterisk-1-99-1001-147@pbx.\(id)>\n" + head
      + "smtp[7]: \(id): to=<alice@example.com>, relay=mx, dsn=2.0.0, status=sent (ok)\n" + head
      + "qmgr[7]: \(id): removed\n"
  }

  private func writeMessage(_ spool: String, at time: Int64) throws {
    let folder = spool + "/default/1001/INBOX"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try """
    [message]
    origmailbox=1001
    context=default
    origtime=\(time)
    duration=5

    """.write(toFile: folder + "/msg0000.txt", atomically: true, encoding: .utf8)
    try Data(repeating: 0x55, count: 800).write(to: URL(filePath: folder + "/msg0000.wav"))
  }
}

/// Evidence stays while a message may come back that it speaks of.
extension EvidencePruningTests {
  @Test func `what waits in quarantine keeps its evidence`() throws {
    let site = try MailSite("keepHistory: 30d\n")
    try site.configure([("1001", "pat@example.com")])
    let mailed = Self.now - 100 * 86400
    try site.leave(
      MailSite.Message(mailbox: "1001", number: 0, mailed: mailed, seconds: 5, bytes: 8185))
    let log = try site.log(mail("AAAA1B2C4D", "2026-08-15"), written: mailed + 3600)
    func run(_ words: String...) throws -> Finished {
      try site.vmscan(words, logs: [], now: Self.now)
    }
    _ = try site.vmscan(["scan", "--quiet"], logs: [log], now: Self.now)
    #expect(try run("purge", "--older", "1d", "--max-percent", "100", "--yes").status == 0)
    #expect(try run("scan", "--quiet").status == 0)
    let done = try run("maintain")
    #expect(done.output.contains("removed evidence of 0 mails"), "\(done)")
  }
}

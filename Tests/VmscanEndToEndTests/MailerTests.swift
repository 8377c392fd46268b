import Foundation
import Testing

/// The proof-keeping mail command, run as Asterisk runs it.
struct MailerTests {
  private let site: Site

  init() throws { site = try Site() }

  private func mail(_ box: String, number: Int) -> String {
    """
    Date: Mon, 23 Nov 2026 10:00:05 +0000
    From: "Asterisk PBX" <asterisk@pbx.example.com>
    To: "Alice Example" <alice@example.com>
    Subject: New message \(number) in mailbox \(box)
    Message-ID: <Asterisk-\(number)-1804289383-\(box)-4711@pbx.example.com>
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="----voicemail_1100147111804289383"

    ------voicemail_1100147111804289383
    Content-Type: text/plain; charset=ISO-8859-1

    A message of 20 seconds.

    ------voicemail_1100147111804289383
    Content-Type: audio/x-wav; name="msg0000.wav"
    Content-Transfer-Encoding: base64

    \(String(repeating: String(repeating: "QUJD", count: 19) + "\n", count: 600))
    ------voicemail_1100147111804289383--
    .

    """
  }

  private func run(_ command: [String], mail: String) throws -> Finished {
    try Program.run(
      Program.vmscan,
      ["mailer", "--journal", site.scratch.path + "/journal", "--"] + command, input: mail)
  }

  @Test
  func `the mail goes through byte for byte and the status is the command's`() throws {
    let mail = mail("1001", number: 1)
    let passed = try run(["/bin/cat"], mail: mail)
    #expect(passed.status == 0)
    #expect(passed.output == mail)
    #expect(try run(["/bin/sh", "-c", "cat >/dev/null; exit 75"], mail: mail).status == 75)
    #expect(try run(["/no/such/program"], mail: mail).status == 71)
  }

  @Test(
    arguments: [
      ["/bin/cat"], ["--jurnal", "x", "--", "/bin/cat"], ["--frobnicate", "/bin/cat"],
      ["--journal=/dev/null/x", "--what", "--", "/bin/cat"],
    ])
  func `a wrong command line passes the mail on and says so`(words: [String]) throws {
    let mail = mail("1001", number: 1)
    let passed = try Program.run(
      Program.vmscan, ["mailer"] + words,
      environment: ["VMSCAN_MAILER_JOURNAL": site.scratch.path + "/journal"], input: mail)
    #expect(passed.status == 0, "\(passed.errors)")
    #expect(passed.output == mail)
    #expect(passed.errors.contains("although the command line is wrong"))
  }

  @Test(arguments: [[], ["--"], ["--journal"], ["--journal", "/tmp"]])
  func `without a mail command there is nobody to pass it to`(words: [String]) throws {
    let done = try Program.run(Program.vmscan, ["mailer"] + words, input: "x")
    #expect(done.status == 2)
    #expect(done.output.isEmpty)
  }

  @Test
  func `a journal that cannot be written never keeps the mail back`() throws {
    try "".write(
      toFile: site.scratch.path + "/journal", atomically: false, encoding: .utf8)
    let mail = mail("1001", number: 1)
    let passed = try run(["/bin/cat"], mail: mail)
    #expect(passed.status == 0)
    #expect(passed.output == mail)
    #expect(passed.errors.contains("journal"))
    #expect(passed.errors.split(separator: "\n").count == 2, "told twice: \(passed.errors)")
  }

  @Test
  func `the journal is private and holds nothing of the mail's contents`() throws {
    _ = try run(["/bin/true"], mail: mail("1001", number: 1))
    let directory = site.scratch.path + "/journal"
    let attributes = try FileManager.default.attributesOfItem(atPath: directory)
    #expect(attributes[.posixPermissions] as? Int == 0o700)
    for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
      let path = directory + "/" + name
      let file = try FileManager.default.attributesOfItem(atPath: path)
      #expect(file[.posixPermissions] as? Int == 0o600)
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(!text.contains("QUJD"))
      #expect(!text.contains("20 seconds"))
    }
  }

  @Test(arguments: [("/bin/true", "handedOver"), ("/bin/false", "failed")])
  func `the next scan grades the message by the command's status`(
    command: String, grade: String
  ) throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let now = Date()
    let inbox = site.spool + "/default/1001/INBOX"
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    let seconds = Int(now.timeIntervalSince1970) - 21
    let envelope = """
      ;
      ; Message Information file
      ;
      [message]
      origmailbox=1001
      rdnis=unknown
      callerid="Ada" <5550100>
      origtime=\(seconds)
      msg_id=\(seconds)-00000001
      flag=
      duration=20

      """
    try envelope.write(toFile: inbox + "/msg0000.txt", atomically: false, encoding: .utf8)
    try Data(count: 32_000).write(to: URL(filePath: inbox + "/msg0000.wav"))
    _ = try run([command], mail: mail("1001", number: 1))
    let settings = site.scratch.path + "/vmscan.yaml"
    try "mailerJournal: \(site.scratch.path)/journal\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    let words = ["--asterisk-etc", site.etc, "--spool", site.spool, "--db", site.database]
    let done = try Program.run(
      Program.vmscan,
      ["messages", "--format", "ndjson", "--config", settings] + words)
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("\"emailed\":\"\(grade)\""), "\(done.output)")
  }
}

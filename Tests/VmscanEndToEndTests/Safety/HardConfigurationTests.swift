import Foundation
import Testing

/// Configurations in which a mailbox, an option or a PIN is easily overlooked, through the program.
struct HardConfigurationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var voicemail: String
    var users = ""
    var status: Int32 = 0
    var says: [String] = []
    var saysNot: [String] = []
  }

  static let cases = [
    Case(
      testDescription: "users.conf of an unknown release", voicemail: "[default]\n1 => 839201,A\n",
      users: "[6001]\nfullname=Bob\nvmsecret=839202\nhasvoicemail=yes\n", status: 3,
      says: ["1 mailbox not judged", "--asterisk-version"]),
    Case(
      testDescription: "a lone carriage return",
      voicemail: "[default]\n1 => 839201,A,a@example.com,,attach=no\r|delete=yes\n",
      says: ["\"rule\":\"VM-303\""]),
    Case(
      testDescription: "names alike in their first 79 bytes",
      voicemail: "[default]\n"
        + ["1", "2"].map {
          String(repeating: "x", count: 90) + "\($0) => 839201,A\n"
        }.joined(), says: ["\"rule\":\"VM-847\""]),
    Case(
      testDescription: "a pattern to try in a directory that does not exist",
      voicemail: "[default]\n#tryinclude vm.d/*.conf\n1 => 839201,A\n",
      says: ["\"complete\":true"]),
    Case(
      testDescription: "a forgotten arrow",
      voicemail: "[default]\n1,839271,Ann Example,a@example.com,,tz=x\n2 => 839202,B\n",
      saysNot: ["839271", "Ann Example"]),
    Case(
      testDescription: "a section header without its end", voicemail: "[default\n1 => 839201,A\n",
      status: 6, says: ["\"rule\":\"VM-801\"", "\"complete\":false"]),
    Case(
      testDescription: "a users.conf that is refused", voicemail: "[default]\n1 => 839201,A\n",
      users: "[6001\nhasvoicemail=yes\n", status: 6, says: ["users.conf", "\"complete\":false"]),
    Case(
      testDescription: "options read as mailboxes and addresses",
      voicemail: """
        [default]
        1 => 839201,A,a@example.com
        tz=central
        attach=yes
        2 => 839202,B,attach=yes@example.net

        """,
      says: ["\"rule\":\"VM-827\""], saysNot: ["own domain 'example.net'", "\"rule\":\"VM-500\""]),
  ]

  @Test(arguments: cases)
  func `what Asterisk reads is reported and nothing is made up`(_ row: Case) throws {
    let scratch = try Scratch()
    let etc = scratch.path + "/etc", spool = scratch.path + "/voicemail"
    for directory in [etc, spool + "/default/1/INBOX"] {
      try FileManager.default.createDirectory(
        atPath: directory, withIntermediateDirectories: true)
    }
    try row.voicemail.write(toFile: etc + "/voicemail.conf", atomically: false, encoding: .utf8)
    if !row.users.isEmpty {
      try row.users.write(toFile: etc + "/users.conf", atomically: false, encoding: .utf8)
    }
    for format in ["json", "text", "html", "csv", "sarif"] {
      let done = try Program.vmscan(
        "scan", "--quiet", "--format", format, "--asterisk-etc", etc, "--spool", spool, "--db",
        scratch.path + "/db", "--own-domain", "example.com")
      #expect(done.status == row.status, "\(format): \(done.errors)")
      for text in row.saysNot { #expect(!done.output.contains(text), "\(format): \(text)") }
      guard format == "json" else { continue }
      let words = done.output.replacing("\" : ", with: "\":").replacing("\": ", with: "\":")
      for text in row.says { #expect(words.contains(text), "\(text): \(done.output)") }
    }
  }
}

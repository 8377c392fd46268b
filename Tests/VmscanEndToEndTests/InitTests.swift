import Foundation
import Glibc
import Testing

/// `vmscan init` writes settings that the program itself accepts.
struct InitTests {
  private let site: Site
  private var file: String { site.scratch.path + "/etc-vmscan/vmscan.yaml" }

  init() throws {
    site = try Site()
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
  }

  private func run(_ words: String..., input: String? = nil) throws -> Finished {
    try Program.run(
      Program.vmscan, ["init", "--config", file, "--asterisk-etc", site.etc] + words, input: input)
  }

  private func text() throws -> String { try String(contentsOfFile: file, encoding: .utf8) }

  @Test
  func `unattended, what was only guessed stays a comment and a scan accepts the file`() throws {
    let done = try run("--yes")
    #expect(done.status == 0, "\(done.errors)")
    #expect(try text().contains("\n#ownDomains: [\"example.com\"]"))
    #expect(try text().contains("asteriskEtc: \"\(site.etc)\""))
    let scan = try Program.run(
      Program.vmscan,
      ["scan", "--config", file, "--spool", site.spool, "--db", site.database])
    #expect(scan.status == 0, "\(scan.errors)")
  }

  @Test
  func `the environment says where things are, and flags beat it`() throws {
    let log = site.scratch.path + "/mail.log"
    try "".write(toFile: log, atomically: true, encoding: .utf8)
    let environment = [
      "VMSCAN_CONFIG": file, "VMSCAN_ASTERISK_ETC": site.etc, "VMSCAN_SPOOL": site.spool,
      "VMSCAN_DB": site.database, "VMSCAN_HOST": "pbx7", "VMSCAN_OWN_DOMAINS": "example.net",
      "VMSCAN_MAIL_LOGS": log,
    ]
    let done = try Program.run(
      Program.vmscan, ["init", "--own-domain", "example.org"], environment: environment)
    #expect(done.status == 0, "\(done.errors)")
    for line in [
      "asteriskEtc: \"\(site.etc)\"", "spool: \"\(site.spool)\"", "db: \"\(site.database)\"",
      "host: \"pbx7\"", "ownDomains: [\"example.org\"]", "mailLogs: [\"\(log)\"]",
    ] {
      #expect(try text().contains("\n\(line)\n"), "\(line)")
    }
  }

  @Test
  func `flags answer the questions, so that none is asked`() throws {
    let log = site.scratch.path + "/mail.log"
    try "".write(toFile: log, atomically: true, encoding: .utf8)
    let done = try run("--own-domain", "Example.org", "--mail-log", log, "--db", site.database)
    #expect(done.status == 0, "\(done.errors)")
    #expect(try text().contains("\nownDomains: [\"example.org\"]"))
    #expect(try text().contains("\nmailLogs: [\"\(log)\"]"))
    #expect(try text().contains("\ndb: \"\(site.database)\""))
  }

  @Test
  func `without a terminal and without answers nothing is written`() throws {
    let done = try run(input: "example.com\n")
    #expect(done.status == 4)
    #expect(done.errors.contains("--yes"))
    #expect(done.errors.contains("to ask for the own domains and the mail log"))
    let half = try run("--own-domain", "example.com")
    #expect(half.status == 4)
    #expect(half.errors.contains("to ask for the mail log\n"))
    #expect(!half.errors.contains("--own-domain"))
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test
  func `an existing file is replaced only by force, keeping its mode`() throws {
    #expect(try run("--yes").status == 0)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try "failOn: high\n".write(toFile: file, atomically: false, encoding: .utf8)
    let refused = try run("--yes")
    #expect(refused.status == 4)
    #expect(refused.errors.contains("--force"))
    #expect(try text() == "failOn: high\n")
    #expect(try run("--yes", "--force").status == 0)
    #expect(try text().contains("asteriskEtc"))
    let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test
  func `where there is no Asterisk the file is written with a warning, and only there`() throws {
    #expect(try run("--yes").errors.isEmpty)
    let nowhere = site.scratch.path + "/nowhere"
    let done = try run("--yes", "--force", "--asterisk-etc", nowhere)
    #expect(done.status == 0)
    #expect(done.errors.contains("there is no '\(nowhere)/voicemail.conf'"), "\(done.errors)")
    #expect(done.errors.contains("--asterisk-etc"))
    #expect(try text().contains("asteriskEtc: \"\(nowhere)\""))
  }

  @Test
  func `a key that stands twice is named by its line, and the secret beside it is not shown`()
    throws
  {
    let yaml = "ami: {host: 127.0.0.1, user: vmscan, secret: geheim123}\nkeepRuns: 3\nkeepRuns: 4\n"
    let path = site.scratch.path + "/dup.yaml"
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    chmod(path, 0o600)
    for command in ["scan", "doctor"] {
      let done = try Program.run(
        Program.vmscan,
        [command, "--config", path, "--asterisk-etc", site.etc, "--spool", site.spool])
      let said = done.output + done.errors
      #expect(said.contains("dup.yaml:3: keepRuns: this key stands already on line 2"), "\(said)")
      #expect(!said.contains("geheim"))
    }
  }

  @Test
  func `a wrong domain is refused before anything is written`() throws {
    #expect(try run("--yes", "--own-domain", "not a domain").status == 2)
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test
  func `the sample is accepted as it is, and with every comment taken away`() throws {
    let sample = try Program.run(Program.vmscan, ["init", "--sample"]).output
    let plain = site.scratch.path + "/sample.yaml"
    let set = site.scratch.path + "/set.yaml"
    try sample.write(toFile: plain, atomically: true, encoding: .utf8)
    let lines = sample.split(separator: "\n").map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }
    #expect(lines.count { !$0.hasPrefix("#") } > 8)
    try lines.joined(separator: "\n").write(toFile: set, atomically: true, encoding: .utf8)
    // With every comment taken away it holds a secret.
    chmod(set, 0o640)
    for path in [plain, set] {
      let done = try Program.run(
        Program.vmscan,
        ["mailboxes", "--config", path, "--asterisk-etc", site.etc, "--spool", site.spool])
      #expect(done.status == 0, "\(path): \(done.errors)")
    }
  }
}

import Foundation
import Glibc
import Testing

/// Exit statuses and streams that scripts depend on.
struct ContractTests {
  private let site: Site

  init() throws { site = try Site() }

  @Test
  func `version and help end with 0 on standard output`() throws {
    for flag in ["--version", "--help"] {
      let done = try Program.run(Program.vmscan, [flag])
      #expect(done.status == 0)
      #expect(!done.output.isEmpty)
      #expect(done.errors.isEmpty)
    }
  }

  @Test
  func `help lists every exit status`() throws {
    let help = try Program.run(Program.vmscan, ["--help"]).output
    for status in [0, 1, 2, 3, 4, 5, 6, 130, 141] { #expect(help.contains("\n  \(status) ")) }
  }

  @Test(arguments: [
    ["--no-such-flag"], ["no-such-command"], ["scan", "--format", "morse"],
    ["scan", "--fail-on", "loud"], ["messages", "--older", "0d"], ["messages", "--older", "30"],
    ["messages", "--folder", "Inbox2"], ["messages", "--heard", "--unheard"],
    ["messages", "--evidence", "none"], ["report", "--run", "x"],
  ])
  func `a wrong command line ends with 2 and says why on standard error`(words: [String]) throws {
    let done = try Program.run(Program.vmscan, words + ["--config", "/dev/null"])
    #expect(done.status == 2, "\(words)")
    #expect(done.output.isEmpty)
    #expect(!done.errors.isEmpty)
  }

  @Test
  func `faulty settings end with 6, all faults named with their lines`() throws {
    let file = site.scratch.path + "/vmscan.yaml"
    try "nonsense: 1\nstaleAfter: soon\n".write(toFile: file, atomically: true, encoding: .utf8)
    let done = try Program.run(Program.vmscan, ["mailboxes", "--config", file])
    #expect(done.status == 6)
    #expect(done.errors.contains("vmscan.yaml:1: unknown key 'nonsense'"))
    #expect(done.errors.contains("vmscan.yaml:2: staleAfter: expected an age"))
  }

  @Test
  func `a configuration that is not there ends with 6 and records nothing`() throws {
    let done = try site.vmscan("scan", etc: site.scratch.path + "/nowhere")
    #expect(done.status == 6)
    #expect(done.errors.contains("nowhere/voicemail.conf"))
    #expect(!FileManager.default.fileExists(atPath: site.database))
  }

  @Test
  func `a clean spool ends with 0, findings alone do not fail`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@gmail.com\n")
    let done = try site.vmscan("scan", "--own-domain", "example.com")
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("gmail.com"))
  }

  @Test
  func `findings at or above the threshold end with 1`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@gmail.com\n")
    #expect(try site.vmscan("scan", "--own-domain", "example.com", "--fail-on", "high").status == 1)
    #expect(
      try site.vmscan("scan", "--own-domain", "example.com", "--fail-on", "critical").status == 0)
  }

  @Test
  func `something unreadable ends with 3 and is named, never counted as zero`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    try FileManager.default.createDirectory(
      atPath: site.spool + "/default/1001", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: site.spool + "/default/1001/INBOX", withDestinationPath: "/nonexistent")
    let done = try site.vmscan("scan", "--own-domain", "example.com")
    #expect(done.status == 3)
    #expect(done.output.contains("default/1001/INBOX"))
    let json = try site.vmscan("scan", "--own-domain", "example.com", "--format", "json")
    let report = try JSONDecoder().decode(ScanDocument.self, from: Data(json.output.utf8))
    #expect(!report.coverage.complete)
  }

  @Test
  func `a spool that is not there is unreadable, not empty`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    try FileManager.default.removeItem(atPath: site.spool)
    let done = try site.vmscan("scan")
    #expect(done.status == 3)
    #expect(done.output.contains(site.spool))
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to become somebody else"))
  func `nothing is said of directories in a context that could not be opened`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let context = site.spool + "/default"
    try FileManager.default.createDirectory(
      atPath: context + "/1001/INBOX", withIntermediateDirectories: true)
    chmod(context, 0)
    chmod(site.scratch.path, 0o777)
    chmod(site.scratch.path + "/db", 0o777)
    chmod(site.etc + "/voicemail.conf", 0o644)
    let words = [
      "--reuid=65534", "--regid=65534", "--clear-groups", Program.vmscan, "scan", "--asterisk-etc",
      site.etc, "--spool", site.spool, "--db", site.database, "--config", "/dev/null",
    ]
    let done = try Program.run("/usr/bin/setpriv", words)
    #expect(done.status == 3, "\(done.errors)")
    #expect(done.output.contains("VM-901"))
    #expect(!done.output.contains("without directory"), "\(done.output)")
    let asked = words.map { $0 == "scan" ? "report" : $0 }.filter { $0 != "--asterisk-etc" }
      .filter { ![site.etc, site.spool, "--spool"].contains($0) }
    let page = try Program.run("/usr/bin/setpriv", asked + ["--format", "html"])
    #expect(page.output.contains("<td>not read in full</td>"), "\(page.errors)")
    let json = try Program.run("/usr/bin/setpriv", asked + ["--format", "json"])
    #expect(json.output.contains("\"partial\" : true"))
    let listing = words.map { $0 == "scan" ? "messages" : $0 }
    let messages = try Program.run("/usr/bin/setpriv", listing)
    #expect(messages.output == "No message was found; not everything could be read.\n")
  }

  @Test
  func `a spool whose path has blanks and bytes that are no UTF-8 is read`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    // Written by the shell, since a Swift string cannot hold such a path.
    let script = """
      spool=$(printf '%s/a b \\377' '\(site.scratch.path)')
      mkdir -p "$spool/default/1001/INBOX"
      printf '[message]\\norigtime=1790000000\\n' >"$spool/default/1001/INBOX/msg0000.txt"
      printf x >"$spool/default/1001/INBOX/msg0000.wav"
      site="--asterisk-etc \(site.etc) --config /dev/null --db \(site.database)"
      '\(Program.vmscan)' messages $site --spool "$spool" --format csv &&
      '\(Program.vmscan)' messages $site --spool="$spool" --format csv
      """
    let done = try Program.run("/bin/bash", ["-c", script])
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.ranges(of: "1001").count >= 2, "\(done.output)")
  }

  @Test
  func `a mailbox that does not exist is said to be none, not listed as empty`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let typo = try site.vmscan("messages", "--mailbox", "1010@default", "--context", "sales")
    #expect(typo.status == 2 && typo.output.isEmpty)
    #expect(typo.errors.contains("mailbox '1010@default' is neither configured nor in the spool"))
    #expect(typo.errors.contains("context 'sales' is neither configured nor in the spool"))
    let empty = try site.vmscan("messages", "--mailbox", "1001@default", "--context", "default")
    #expect(empty.status == 0 && empty.errors.isEmpty, "\(empty.errors)")
  }

  @Test(arguments: [["nosuch"], ["history", "nosuch"]])
  func `help for a command that does not exist is a wrong command line`(words: [String]) throws {
    let done = try Program.run(Program.vmscan, ["help"] + words)
    #expect(done.status == 2)
    #expect(done.errors.contains(" no command 'nosuch'\n"))
  }

  @Test(arguments: [["history"], ["history", "runs"]])
  func `help for a command is its help`(words: [String]) throws {
    let done = try Program.run(Program.vmscan, ["help"] + words)
    #expect(done.status == 0)
    #expect(done.output.contains("vmscan " + words.joined(separator: " ")))
  }

  @Test
  func `a reader who wants no more is no error to speak of`() throws {
    let pipe = """
      '\(Program.vmscan)' rules --format json --config /dev/null |
        { head -c 10; exec <&-; sleep 1; }
      exit ${PIPESTATUS[0]}
      """
    let done = try Program.run("/bin/bash", ["-c", pipe])
    #expect(done.output.count == 10 && done.status == 141)
    #expect(done.errors.isEmpty, "\(done.errors)")
  }

  @Test
  func `the result goes to a file whole, and nothing to standard output`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let file = site.scratch.path + "/report.json"
    let done = try site.vmscan("scan", "--format", "json", "--output", file)
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.isEmpty)
    let data = try Data(contentsOf: URL(filePath: file))
    #expect(throws: Never.self) { try JSONDecoder().decode(ScanDocument.self, from: data) }
  }

  @Test(
    .enabled(if: access("/usr/bin/script", X_OK) == 0, "needs script, for a terminal"),
    arguments: [
      (["TERM": "xterm"], "", true), (["TERM": "xterm"], "--no-color", false),
      (["TERM": "xterm", "NO_COLOR": "1"], "", false), (["TERM": "dumb"], "", false),
    ])
  func `colour on a terminal, unless it is not wanted`(
    environment: [String: String], flag: String, isColored: Bool
  ) throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let command = """
      '\(Program.vmscan)' scan --quiet --asterisk-etc '\(site.etc)' --spool '\(site.spool)' \
      --db '\(site.database)' --config /dev/null \(flag)
      """
    let done = try Program.run(
      "/usr/bin/script", ["-qec", command, "/dev/null"], environment: environment)
    #expect(done.status == 0, "\(done.output)")
    #expect(done.output.contains("\u{1B}[") == isColored, "\(done.output)")
  }

  @Test
  func `a hyphen for the file is standard output`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    let script = """
      cd '\(site.scratch.path)' &&
      '\(Program.vmscan)' mailboxes --asterisk-etc '\(site.etc)' --config /dev/null --output -
      """
    let done = try Program.run("/bin/sh", ["-c", script])
    #expect(done.status == 0 && done.output.contains("alice@example.com"), "\(done.errors)")
    #expect(!FileManager.default.fileExists(atPath: site.scratch.path + "/-"))
  }

  @Test
  func `a report of a run that is not recorded says so`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    #expect(try site.vmscan("scan").status == 0)
    let done = try Program.vmscan("report", "--run", "99", "--db", site.database)
    #expect(done.status == 2)
    #expect(done.errors.contains("99"))
  }

  @Test
  func `report prints the recorded run as scan printed it`() throws {
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@gmail.com\n")
    let scan = try site.vmscan("scan", "--own-domain", "example.com", "--format", "json")
    let report = try Program.vmscan("report", "--db", site.database, "--format", "json")
    #expect(report.output == scan.output)
  }
}

/// A site of one configuration, an empty spool and a database that does not exist yet.
struct Site {
  let scratch: Scratch
  var etc: String { scratch.path + "/etc" }
  var spool: String { scratch.path + "/spool" }
  var database: String { scratch.path + "/db/vmscan.db" }

  init() throws {
    scratch = try Scratch()
    for path in [etc, spool, scratch.path + "/db"] {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
  }

  func writeConfiguration(_ lines: String) throws {
    try ("[general]\nformat=wav\n[default]\n" + lines).write(
      toFile: etc + "/voicemail.conf", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o640], ofItemAtPath: etc + "/voicemail.conf")
  }

  func vmscan(_ words: String..., etc other: String? = nil) throws -> Finished {
    try Program.run(
      Program.vmscan,
      words + [
        "--asterisk-etc", other ?? etc, "--spool", spool, "--db", database, "--config",
        "/dev/null", "--now", "2026-11-23T12:00:00Z",
      ])
  }
}

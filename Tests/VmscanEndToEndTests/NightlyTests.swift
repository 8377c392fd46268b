import Foundation
import Glibc
import Testing

/// The nightly job as cron runs it.
struct NightlyTests {
  private let site: Site
  private let settings: String

  init() throws {
    site = try Site()
    settings = site.scratch.path + "/vmscan.yaml"
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@example.com\n")
    try configure()
  }

  private func configure(_ more: String = "") throws {
    try """
    asteriskEtc: \(site.etc)
    spool: \(site.spool)
    db: \(site.database)
    ownDomains: [example.com]
    temporaryDirectories: []
    backup: {directory: \(site.scratch.path)/backup, keep: 2}
    metricsFile: \(site.scratch.path)/vmscan.prom
    \(more)

    """.write(toFile: settings, atomically: true, encoding: .utf8)
  }

  private var environment: [String: String] {
    [
      "VMSCAN": Program.vmscan, "VMSCAN_NIGHTLY_LOCK": site.scratch.path + "/lock",
      "VMSCAN_NIGHTLY_DELAY": "0", "VMSCAN_CONFIG": settings,
    ]
  }

  private func nightly(
    _ more: [String: String] = [:], _ words: [String] = []
  ) throws -> Finished {
    try Program.run(
      Program.root.appending(path: "cron/vmscan-nightly").path, words,
      environment: environment.merging(more) { _, new in new })
  }

  /// By another process: one of this process's children that has the file open would keep it from running.
  private func write(script: String, to path: String) throws {
    let done = try Program.run(
      "/bin/sh", ["-c", "printf %s \"$0\" >\"$1\" && chmod 755 \"$1\"", script, path])
    #expect(done.status == 0, "\(done.errors)")
  }

  @Test
  func `the first night tells, the second like it is silent, a change is told`() throws {
    let first = try nightly()
    #expect(first.status == 0, "\(first.errors)")
    #expect(!first.output.isEmpty)
    sleep(1)
    let second = try nightly()
    #expect(second.status == 0, "\(second.errors)")
    #expect(second.output + second.errors == "")
    sleep(1)
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@gmail.com\n")
    let third = try nightly()
    #expect(third.output.contains("gmail.com"))
    let backups = try FileManager.default.contentsOfDirectory(
      atPath: site.scratch.path + "/backup")
    #expect(backups.count == 2, "the oldest of three is gone")
    let metrics = try String(contentsOfFile: site.scratch.path + "/vmscan.prom", encoding: .utf8)
    #expect(metrics.contains("\nvmscan_history_runs 3\n"))
    #expect(metrics.contains("\nvmscan_maintenance_success 1\n"))
    #expect(metrics.contains(/\nvmscan_coverage_complete\{site="[^"]+"\} 1\n/))
  }

  @Test
  func `the status of the scan is kept`() throws {
    try configure("failOn: high")
    try site.writeConfiguration("1001 => 481516,Alice Example,alice@gmail.com\n")
    #expect(try nightly().status == 1)
    try FileManager.default.removeItem(atPath: site.etc + "/voicemail.conf")
    #expect(try nightly().status == 6)
  }

  @Test
  func `while one runs another does nothing and ends with 5`() throws {
    let lock = open(site.scratch.path + "/lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    #expect(flock(lock, LOCK_EX) == 0)
    let done = try nightly()
    close(lock)
    #expect(done.status == 5)
    #expect(done.errors.contains("has not ended"))
    #expect(!FileManager.default.fileExists(atPath: site.database))
  }

  @Test
  func `a step that hangs is ended by its time box, and the lock is free again`() throws {
    let hanging = site.scratch.path + "/hanging"
    try write(script: "#!/bin/sh\nexec sleep 600\n", to: hanging)
    let done = try nightly(["VMSCAN": hanging, "VMSCAN_NIGHTLY_LIMIT": "1s"])
    #expect(done.status == 70)
    #expect(done.errors.contains("did not end within 1s"))
    #expect(try nightly().status == 0)
  }

  @Test(arguments: [
    ("VMSCAN_NIGHTLY_DELAY", "15min"), ("VMSCAN_NIGHTLY_DELAY", "-5"),
    ("VMSCAN_NIGHTLY_DELAY", "1.5h"), ("VMSCAN_NIGHTLY_LIMIT", "6 hours"),
    ("VMSCAN_NIGHTLY_LIMIT", "h"),
  ])
  func `a time that is none ends the run with 2 and is named`(variable: String, time: String)
    throws
  {
    let done = try nightly([variable: time])
    #expect(done.status == 2)
    #expect(done.errors.hasPrefix("vmscan-nightly: \(variable)='\(time)' is not a time"))
    #expect(!FileManager.default.fileExists(atPath: site.database))
  }

  @Test(arguments: ["0", "0m", "08", "007s", "1s"])
  func `a delay is read in seconds or with a unit`(time: String) throws {
    let done = try nightly([
      "VMSCAN": "/bin/true", "VMSCAN_NIGHTLY_DELAY": time, "VMSCAN_NIGHTLY_LIMIT": "1m",
    ])
    #expect(done.status == 0)
    #expect(done.errors.isEmpty, "\(done.errors)")
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to become somebody else"))
  func `a run by root leaves the lock to the owner of the directory`() throws {
    let state = site.scratch.path + "/state"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
    chmod(site.scratch.path, 0o755)
    chown(state, 65534, 65534)
    let words = ["VMSCAN": "/bin/true", "VMSCAN_NIGHTLY_LOCK": state + "/nightly.lock"]
    for _ in 1...2 { #expect(try nightly(words).status == 0) }
    var found = stat()
    #expect(stat(state + "/nightly.lock", &found) == 0)
    #expect(found.st_uid == 65534 && found.st_gid == 65534 && found.st_mode & 0o777 == 0o600)
    // Whatever the owner has put in its place, root makes no file of it.
    let planted = site.scratch.path + "/planted"
    unlink(state + "/nightly.lock")
    symlink(planted, state + "/nightly.lock")
    let linked = try nightly(words)
    #expect(linked.status == 5 && linked.errors.contains("is a link"), "\(linked.errors)")
    #expect(access(planted, F_OK) != 0)
  }

  @Test
  func `a lock that cannot be opened is said and ends with 5`() throws {
    let done = try nightly(["VMSCAN_NIGHTLY_LOCK": site.scratch.path + "/none/lock"])
    #expect(done.status == 5)
    #expect(done.errors.contains("cannot open the lock"), "\(done.errors)")
  }

  @Test
  func `a program that is not there is an error, not a silent night`() throws {
    let done = try nightly(["VMSCAN": "/nonexistent/vmscan"])
    #expect(done.status == 70)
    #expect(done.errors.contains("cannot run"))
  }

  @Test
  func `a damaged history is neither pruned nor backed up`() throws {
    #expect(try nightly().status == 0)
    let backups = site.scratch.path + "/backup"
    let before = try FileManager.default.contentsOfDirectory(atPath: backups)
    try Data("no database".utf8).write(to: URL(filePath: site.database))
    let done = try nightly()
    #expect(done.status == 6)
    #expect(!done.errors.isEmpty)
    #expect(try FileManager.default.contentsOfDirectory(atPath: backups) == before)
  }

  @Test(.enabled(if: access("/usr/bin/python3", X_OK) == 0, "needs python3"))
  func `a history of a newer version is left as it is, neither pruned nor backed up`() throws {
    #expect(try nightly().status == 0)
    let statement = "insert into grdb_migrations values ('99 from the future')"
    let script = """
      import sqlite3
      c = sqlite3.connect('\(site.database)'); c.execute("\(statement)"); c.commit(); c.close()
      """
    #expect(try Program.run("/usr/bin/python3", ["-c", script]).status == 0)
    let before = try Data(contentsOf: URL(filePath: site.database))
    let backups = site.scratch.path + "/backup"
    let copies = try FileManager.default.contentsOfDirectory(atPath: backups)
    let done = try nightly()
    #expect(done.status == 6)
    #expect(done.errors.contains("newer version"), "\(done.errors)")
    #expect(try Data(contentsOf: URL(filePath: site.database)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: backups) == copies)
  }

  @Test(.enabled(if: access("/usr/bin/faketime", X_OK) == 0, "needs faketime"))
  func `after the clock jumped back the run is recorded, and the doctor tells`() throws {
    func night(_ time: String) throws -> Finished {
      try Program.run(
        "/usr/bin/faketime",
        [time, Program.root.appending(path: "cron/vmscan-nightly").path], environment: environment)
    }
    let first = try night("2027-03-02 02:17:00")
    #expect(first.status == 0, "\(first.errors)")
    let second = try night("2027-02-01 02:17:00")
    #expect(second.status == 0, "\(second.errors)")
    let runs = try Program.run(
      Program.vmscan, ["history", "runs", "--format", "csv", "--config", settings])
    let rows = runs.output.split(whereSeparator: \.isNewline).dropFirst()
    #expect(rows.map { $0.prefix(2) } == ["2,", "1,"], "\(runs.output)")
    let doctor = try Program.run(
      "/usr/bin/faketime",
      ["2027-02-01 03:00:00", Program.vmscan, "doctor", "--config", settings])
    #expect(doctor.output.contains("\nwarn  clock: "), "\(doctor.output)")
  }

  @Test(.enabled(if: geteuid() == 0, "needs root to mount a small file system"))
  func `a full disk is said, ends with 70 and leaves the history sound`() throws {
    #expect(try nightly().status == 0)
    let database = site.scratch.path + "/db"
    let size = try Program.run("/usr/bin/du", ["-sk", database]).output.prefix { $0 != "\t" }
    let kilobytes = (Int(size) ?? 0) + 16
    let script = """
      mount -t tmpfs -o size=\(kilobytes)k none '\(site.scratch.path)/full' &&
      cp '\(site.database)' '\(site.scratch.path)/full/vmscan.db' &&
      dd if=/dev/zero of='\(site.scratch.path)/full/filler' bs=1k 2>/dev/null
      "$VMSCAN" scan --quiet --db '\(site.scratch.path)/full/vmscan.db'; echo "status $?"
      rm '\(site.scratch.path)/full/filler'
      "$VMSCAN" maintain --now 2026-12-31 --db '\(site.scratch.path)/full/vmscan.db'; echo "status $?"
      """
    try FileManager.default.createDirectory(
      atPath: site.scratch.path + "/full", withIntermediateDirectories: false)
    try configure()
    let done = try Program.run(
      "/usr/bin/unshare", ["--mount", "/bin/sh", "-c", script], environment: environment)
    let statuses = done.lines.filter { $0.hasPrefix("status ") }
    #expect(statuses.first == "status 70", "\(done.output)\(done.errors)")
    #expect(done.errors.contains("no space left"), "\(done.errors)")
    #expect(done.output.contains("history is sound"), "\(done.output)\(done.errors)")
  }

  @Test
  func `purged messages are unlinked when their time in quarantine is over, not before`() throws {
    let inbox = site.spool + "/default/1001/INBOX"
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    try "[message]\norigtime=1790000000\nduration=7\n".write(
      toFile: inbox + "/msg0000.txt", atomically: true, encoding: .utf8)
    try "x".write(toFile: inbox + "/msg0000.wav", atomically: true, encoding: .utf8)
    func vmscan(_ words: String...) throws -> Finished {
      try Program.run(Program.vmscan, words + ["--config", settings])
    }
    let none = try vmscan("maintain", "--quarantine")
    #expect(none.status == 0 && none.output.contains("nothing waits"), "\(none.errors)")
    let purge = try vmscan("purge", "--older", "1d", "--yes")
    #expect(purge.status == 0, "\(purge.output)\(purge.errors)")
    #expect(!FileManager.default.fileExists(atPath: inbox + "/msg0000.wav"))
    let early = try vmscan("maintain", "--quarantine")
    #expect(early.status == 0 && early.output.contains("unlinked 0 messages"), "\(early.errors)")
    let ahead = try vmscan("maintain", "--quarantine", "--now", "2099-01-01")
    #expect(ahead.status == 0 && ahead.output.contains("unlinked 0 messages"), "\(ahead.errors)")
    try SpoolCopy.age(quarantine: site.scratch.path)
    let late = try vmscan("maintain", "--quarantine")
    #expect(late.status == 0 && late.output.contains("unlinked 1 message "), "\(late.errors)")
    #expect(try vmscan("history", "verify").status == 0)
  }

  @Test
  func `expiry is silent where nothing was purged and where there is no Asterisk`() throws {
    #expect(!FileManager.default.fileExists(atPath: site.database))
    for _ in 1...2 {
      let done = try nightly([:], ["expire"])
      #expect(done.status == 0 && (done.output + done.errors).isEmpty, "\(done.errors)")
      try FileManager.default.removeItem(atPath: site.etc)
      try FileManager.default.createDirectory(
        atPath: site.etc, withIntermediateDirectories: false)
    }
    #expect(!FileManager.default.fileExists(atPath: site.database))
  }

  @Test(arguments: [false, true])
  func `expiry follows the settings to another spool and quarantine`(named: Bool) throws {
    let quarantine = site.scratch.path + (named ? "/elsewhere" : "/vmscan-quarantine")
    try configure(named ? "quarantine: \(quarantine)" : "")
    let inbox = site.spool + "/default/1001/INBOX"
    try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
    try "[message]\norigtime=1790000000\nduration=7\n".write(
      toFile: inbox + "/msg0000.txt", atomically: true, encoding: .utf8)
    try "x".write(toFile: inbox + "/msg0000.wav", atomically: true, encoding: .utf8)
    let purge = try Program.run(
      Program.vmscan, ["purge", "--older", "1d", "--yes", "--config", settings])
    #expect(purge.status == 0, "\(purge.output)\(purge.errors)")
    func recordings() throws -> Int {
      try FileManager.default.subpathsOfDirectory(atPath: quarantine)
        .count { $0.hasSuffix(".wav") }
    }
    #expect(try recordings() == 1)
    for left in [1, 0] {
      if left == 0 { try SpoolCopy.age(quarantine: quarantine) }
      let done = try nightly([:], ["expire"])
      #expect(done.status == 0 && (done.output + done.errors).isEmpty, "\(done.errors)")
      #expect(try recordings() == left)
    }
  }

  @Test
  func `expiry has a lock and a time box, and takes no arguments`() throws {
    let hanging = site.scratch.path + "/hanging"
    try write(script: "#!/bin/sh\nexec sleep 600\n", to: hanging)
    let done = try nightly(["VMSCAN": hanging, "VMSCAN_NIGHTLY_LIMIT": "1s"], ["expire"])
    #expect(done.status == 70)
    #expect(done.errors.contains("did not end within 1s"))
    let lock = open(site.scratch.path + "/lock", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    #expect(flock(lock, LOCK_EX) == 0)
    #expect(try nightly([:], ["expire"]).status == 5)
    close(lock)
    #expect(try nightly([:], ["expire", "--now"]).status == 2)
  }
}

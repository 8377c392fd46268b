import Foundation
import Glibc
import Testing
import VmscanModel

/// The doctor finds each planted fault and no other.
struct DoctorTests {
  @Test
  func `a sound installation has no line that fails, and the doctor ends with 0`() throws {
    let site = try DoctorSite()
    let report = try site.doctor()
    #expect(report.status == 0, "\(report.text)")
    #expect(report.lines.allSatisfy { $0.verdict == "ok" }, "\(report.text)")
    #expect(Set(report.lines.map(\.check)).isSuperset(of: DoctorSite.checks))
  }

  @Test(arguments: DoctorFault.allCases)
  func `one planted fault turns its own line and names its remedy`(fault: DoctorFault) throws {
    guard !fault.needsRoot || geteuid() == 0 else { return }
    let site = try DoctorSite()
    try site.plant(fault)
    let report = try site.doctor()
    let turned = report.lines.filter { $0.verdict != "ok" }
    #expect(Set(turned.map(\.check)) == fault.checks, "\(report.text)")
    #expect(turned.allSatisfy { !$0.remedy.isEmpty })
    #expect(report.status == fault.status, "\(report.text)")
  }

  @Test
  func `many faults at once are all found`() throws {
    let site = try DoctorSite()
    let planted: [DoctorFault] = [
      .worldReadableConfig, .openSpool, .unreadableFolder, .staleLock, .openSecret, .missingLog,
      .noOwnDomain, .damagedHistory, .deadSocket, .leftRecording, .dueQuarantine, .openJournal,
      .otherStorage, .unknownVersion, .writableSettings,
    ]
    for fault in planted { try site.plant(fault) }
    let report = try site.doctor()
    let found = Set(report.lines.filter { $0.verdict != "ok" }.map(\.check))
    for fault in planted { #expect(fault.checks.isSubset(of: found), "\(fault)\n\(report.text)") }
    #expect(report.status == 1)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become another user"))
  func `what this user may not look at is not called ok`() throws {
    let site = try DoctorSite()
    let places = ["spool-private", "secret-files", "spool-owner", "stale-locks"]
    // The whole spool, then one context of it.
    for (whole, part) in [("0750", "0750"), ("0755", "0700")] {
      guard let report = try site.doctor(asStranger: whole, context: part) else { return }
      let lines = Dictionary(report.lines.map { ($0.check, $0) }) { first, _ in first }
      for place in places {
        #expect(lines[place]?.checked == false, "\(place)\n\(report.text)")
        #expect(lines[place]?.verdict == "warn")
      }
      #expect(lines["spool-readable"]?.verdict == "fail")
      #expect(lines["spool-readable"]?.remedy.contains("usermod -aG ") == true, "\(report.text)")
      #expect(report.status == 3)
    }
  }

  @Test
  func `the doctor changes no file`() throws {
    let site = try DoctorSite()
    let before = try site.listing()
    _ = try site.doctor()
    #expect(try site.listing() == before)
  }

  @Test
  func `text has a line for each check and the sum at its end`() throws {
    let site = try DoctorSite()
    try site.plant(.staleLock)
    let done = try site.run("text")
    #expect(done.status == 1)
    #expect(done.output.contains("\nfail  stale-locks: left behind in "))
    #expect(done.lines.dropLast().last?.hasSuffix(", 0 warn, 1 fail") == true, "\(done.output)")
  }
}

/// A fault of an installation, one at a time.
enum DoctorFault: String, CaseIterable {
  case worldReadableConfig, openSpool, unreadableFolder, staleLock, foreignOwner, openSecret
  case missingLog, noOwnDomain, writableSettings, wrongSettings, damagedHistory, openHistory
  case oldRun, deadSocket, noSocket, leftRecording, dueQuarantine, earlyClock, openJournal
  case otherStorage, doubtfulStorage, builtInStorage, noSpool, unknownVersion, openAMISecret, noAMI
  case closedToAsterisk, refusedAsteriskConf
  case foreignHistory, foreignLog, futureNight

  var needsRoot: Bool {
    [.foreignOwner, .foreignHistory, .foreignLog, .closedToAsterisk].contains(self)
  }

  /// The lines that must turn, and no others.
  var checks: Set<String> {
    switch self {
    case .worldReadableConfig: ["configuration-private"]
    case .openSpool: ["spool-private"]
    case .unreadableFolder: ["spool-readable"]
    case .staleLock: ["stale-locks"]
    case .foreignOwner: ["spool-owner"]
    case .openSecret: ["spool-private", "secret-files"]
    case .missingLog: ["mail-log"]
    case .noOwnDomain: ["own-domains"]
    case .writableSettings, .wrongSettings: ["settings"]
    case .openAMISecret: ["settings", "asterisk-manager"]
    case .noAMI: ["asterisk-manager"]
    case .damagedHistory, .openHistory, .foreignHistory, .foreignLog: ["history"]
    case .futureNight: ["nightly"]
    case .oldRun: ["nightly", "mail-log"]
    case .deadSocket, .noSocket: ["asterisk-control"]
    case .leftRecording: ["leftovers"]
    case .dueQuarantine: ["quarantine"]
    case .earlyClock: ["clock", "nightly"]
    case .openJournal: ["mailer-journal"]
    case .otherStorage, .doubtfulStorage: ["storage"]
    case .builtInStorage: ["storage", "asterisk-version"]
    case .noSpool:
      [
        "spool-readable", "spool-private", "secret-files", "spool-owner", "stale-locks",
        "space-spool",
      ]
    case .unknownVersion: ["asterisk-version"]
    case .closedToAsterisk: ["configuration-for-asterisk"]
    // Where the control socket is, is not known either.
    case .refusedAsteriskConf: ["lock-mode", "asterisk-control"]
    }
  }

  /// 0 for what is only a warning, 3 where something could not be looked at.
  var status: Int32 {
    switch self {
    case .noOwnDomain, .noSocket, .leftRecording, .dueQuarantine, .unknownVersion,
      .doubtfulStorage, .futureNight, .foreignLog:
      0
    case .noSpool: 3
    default: 1
    }
  }
}

/// The sample with everything in order: private, configured, scanned an hour ago.
final class DoctorSite {
  static let checks: Set<String> = [
    "program", "settings", "configuration", "configuration-private", "configuration-for-asterisk",
    "asterisk-version", "storage", "lock-mode", "own-domains", "spool-readable", "spool-private",
    "secret-files", "spool-owner",
    "stale-locks", "asterisk-control", "mail-log", "mailer-journal", "clock", "space-spool",
    "space-history", "history", "nightly", "leftovers", "quarantine",
  ]

  private let scratch: Scratch
  /// -1 once it is closed; a second close would hit a descriptor of another test.
  private var listener: Int32
  private var words: [String] = ["--asterisk-version", "22.10.1"]
  private var now = "2026-11-23T13:00:00Z"

  private var root: String { scratch.path }
  private var etc: String { root + "/etc" }
  private var spool: String { root + "/voicemail" }
  private var database: String { root + "/db/vmscan.db" }
  private var settings: String { root + "/vmscan.yaml" }
  private var journal: String { root + "/journal" }
  private var inbox: String { spool + "/default/1001/INBOX" }
  private let files = FileManager.default

  init() throws {
    scratch = try Scratch()
    listener = try Self.listen(at: scratch.path + "/run/asterisk.ctl")
    // Nothing above the spool hides it, as on a real machine.
    chmod(scratch.path, 0o755)
    let sample = Program.fixtures.appending(path: "asterisk-22")
    _ = try Program.run(
      "/bin/tar", ["xpzf", sample.path + "/spool.tar.gz", "-C", root])
    try files.copyItem(atPath: sample.path + "/etc", toPath: etc)
    try write(
      etc + "/asterisk.conf",
      "[directories]\nastspooldir => \(root)\nastrundir => \(root)/run\n", mode: 0o640)
    _ = try Program.run("/bin/chmod", ["-R", "o=", etc])
    chmod(etc, 0o755)
    let config = try String(contentsOfFile: etc + "/voicemail.conf", encoding: .utf8)
    try write(
      etc + "/voicemail.conf",
      config.replacing("/usr/sbin/sendmail -t", with: "/usr/bin/vmscan mailer -- sendmail -t"),
      mode: 0o640)
    // Asterisk's user reads its own configuration, whoever owns the checkout.
    _ = try Program.run("/bin/chown", ["-R", "--reference=" + root + "/voicemail", etc])
    let log = Program.fixtures.appending(path: "postfix/mail.log-rsyslog-rfc3339").path
    try files.copyItem(atPath: log, toPath: root + "/mail.log")
    for name in ["db", "journal", "tmp"] {
      try files.createDirectory(atPath: root + "/" + name, withIntermediateDirectories: false)
      chmod(root + "/" + name, 0o700)
    }
    try writeSettings(ownDomains: "ownDomains: [example.com, example.org]")
    try writeJournal()
    let scan = try Program.run(
      Program.vmscan,
      ["scan", "--quiet", "--config", settings, "--now", "2026-11-23T12:00:00Z"])
    #expect(scan.status == 0, "\(scan.errors)")
    try markNight("2026-11-23T12:05:00Z")
  }

  /// What the nightly job leaves when it comes to its end.
  private func markNight(_ time: String) throws {
    let done = try Program.run(
      Program.vmscan, ["maintain", "--quiet", "--nightly", "--config", settings, "--now", time])
    #expect(done.status == 0, "\(done.errors)")
  }

  deinit { stopListening() }

  private func stopListening() {
    if listener >= 0 { close(listener) }
    listener = -1
  }

  private func write(_ path: String, _ text: String, mode: mode_t) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    chmod(path, mode)
  }

  private func writeSettings(ownDomains: String) throws {
    try write(
      settings,
      """
      asteriskEtc: \(etc)
      spool: \(spool)
      db: \(database)
      mailLogs: [\(root)/mail.log]
      mailerJournal: \(journal)
      temporaryDirectories: [\(root)/tmp]
      \(ownDomains)

      """, mode: 0o640)
  }

  private func writeJournal() throws {
    let entry = MailerJournalEntry(
      kind: .handed, key: "1", time: Timestamp(1_795_392_000),
      messageID: "Asterisk-1-1447690020-1001-145@pbx.example.com",
      recipients: ["alice@example.com"], hasAudio: true, size: 4183, command: "sendmail")
    let line = try JSONEncoder().encode(entry)
    try write(
      journal + "/2026-11-23.ndjson", String(decoding: line, as: UTF8.self) + "\n", mode: 0o600)
  }

  /// Plants one fault.
  func plant(_ fault: DoctorFault) throws {
    switch fault {
    case .worldReadableConfig: chmod(etc + "/voicemail.conf", 0o644)
    case .openSpool: chmod(spool, 0o755)
    case .unreadableFolder:
      try files.createSymbolicLink(
        atPath: spool + "/default/1098", withDestinationPath: "/nonexistent")
    case .staleLock: try old(inbox + "/.lock")
    case .foreignOwner: chown(spool + "/default/1002", 12345, 12345)
    case .openSecret:
      chmod(spool, 0o755)
      try write(spool + "/default/1001/secret.conf", "[general]\npassword=918273\n", mode: 0o644)
    case .missingLog: try files.removeItem(atPath: root + "/mail.log")
    case .noOwnDomain: try writeSettings(ownDomains: "")
    case .writableSettings: chmod(settings, 0o666)
    case .wrongSettings:
      try writeSettings(ownDomains: "ownDomains: [example.com, example.org]\nkeepRuns: many")
    case .damagedHistory: try write(database, "this is no database at all", mode: 0o600)
    case .openHistory: chmod(database, 0o644)
    case .foreignHistory: chown(root + "/db", 12345, 12345)
    case .foreignLog:
      try write(database + "-wal", "", mode: 0o600)
      chown(database + "-wal", 12345, 12345)
    case .futureNight: try markNight("2026-12-23T12:00:00Z")
    case .oldRun: now = "2026-12-20T12:00:00Z"
    case .deadSocket: stopListening()
    case .noSocket: try files.removeItem(atPath: root + "/run/asterisk.ctl")
    case .leftRecording: try old(root + "/tmp/astmail-Ab12Cd")
    case .dueQuarantine:
      let run = root + "/vmscan-quarantine/20261101T000000Z"
      try files.createDirectory(atPath: run, withIntermediateDirectories: true)
      try age(run)
    case .earlyClock: now = "2026-11-23T10:00:00Z"
    case .openJournal: chmod(journal, 0o755)
    case .otherStorage:
      try write(
        etc + "/extconfig.conf", "[settings]\nvoicemail => odbc,asterisk,vm\n", mode: 0o644)
    case .doubtfulStorage:
      try write(etc + "/modules.conf", "[modules]\nautoload=yes\n", mode: 0o640)
      let config = try String(contentsOfFile: etc + "/voicemail.conf", encoding: .utf8)
      try write(
        etc + "/voicemail.conf",
        config.replacing("[general]\n", with: "[general]\nodbctable=voicemessages\n"), mode: 0o640)
    case .builtInStorage:
      try plant(.doubtfulStorage)
      try plant(.unknownVersion)
    case .noSpool: try files.removeItem(atPath: spool)
    case .unknownVersion: words = []
    case .closedToAsterisk:
      chown(etc + "/voicemail.conf", 0, 0)
      chmod(etc + "/voicemail.conf", 0o600)
    case .refusedAsteriskConf:
      try write(etc + "/asterisk.conf", "[options]\nlockmode = flock\n[bad\n", mode: 0o640)
    case .openAMISecret:
      try plant(.noAMI)
      chmod(settings, 0o644)
    case .noAMI:
      try writeSettings(
        ownDomains: "ownDomains: [example.com, example.org]\nami: {user: u, secret: s, port: 1}")
    }
  }

  private func old(_ path: String) throws {
    try write(path, "x", mode: 0o600)
    try age(path)
  }

  private func age(_ path: String) throws {
    try files.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_793_500_000)], ofItemAtPath: path)
  }

  func run(_ format: String) throws -> Finished {
    try Program.run(
      Program.vmscan,
      ["doctor", "--format", format, "--config", settings, "--now", now] + words)
  }

  func doctor() throws -> DoctorOutcome {
    let done = try run("json")
    let document = try JSONDecoder().decode(
      DoctorOutcome.Document.self, from: Data(done.output.utf8))
    return DoctorOutcome(status: done.status, lines: document.checks, text: done.output)
  }

  /// As a user in no group of Asterisk, with the modes of the spool and of its context given; `nil`
  /// where such a user may not run the program.
  func doctor(asStranger whole: String, context: String) throws -> DoctorOutcome? {
    _ = try Program.run("/bin/chmod", ["-R", "o=", spool])
    _ = try Program.run("/bin/chmod", [context, spool + "/default"])
    _ = try Program.run("/bin/chmod", [whole, spool])
    let done = try Program.run(
      "/usr/bin/setpriv",
      [
        "--reuid=65530", "--regid=65530", "--clear-groups", Program.vmscan, "doctor", "--format",
        "json", "--config", "/dev/null", "--spool", spool, "--asterisk-etc", etc, "--db", database,
        "--now", now,
      ])
    guard done.status != 126, done.status != 127 else { return nil }
    let document = try JSONDecoder().decode(
      DoctorOutcome.Document.self, from: Data(done.output.utf8))
    return DoctorOutcome(status: done.status, lines: document.checks, text: done.output)
  }

  /// Every file with its times and mode; SQLite makes and removes files of its own beside the database.
  func listing() throws -> String {
    try Program.run(
      "/usr/bin/find",
      [
        root, "-not", "-path", root + "/db", "-not", "-name", "*.db-*", "-printf",
        "%p %m %s %T@ %C@\\n",
      ]
    ).output.split(separator: "\n").sorted().joined(separator: "\n")
  }

  private static func listen(at path: String) throws -> Int32 {
    mkdir(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), 0o755)
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, Glibc.listen(descriptor, 8) == 0 else { throw CocoaError(.fileWriteUnknown) }
    return descriptor
  }
}

/// What the doctor said.
struct DoctorOutcome {
  struct Document: Decodable { var checks: [Line] }
  struct Line: Decodable { var check: String, verdict: String, checked: Bool, remedy: String }

  var status: Int32
  var lines: [Line]
  var text: String
}

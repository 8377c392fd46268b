import Foundation
import Testing

/// What a policy protects stays, whichever policy is asked for and however it is written.
struct PolicyProtectionTests {
  private static let now: Int64 = 1_790_000_000
  private static let mailed = now - 40 * 86400
  private let site: MailSite
  private let policy: String

  init() throws {
    site = try MailSite()
    policy = site.path("policy.yaml")
    try site.configure([("1001", "pat@example.com"), ("1002", "lee@example.com")])
    for box in ["1001", "1002"] {
      try site.leave(
        MailSite.Message(mailbox: box, number: 0, mailed: Self.mailed, seconds: 5, bytes: 8185))
    }
  }

  private func write(_ rules: String, to path: String? = nil) throws {
    try "version: \"1\"\nowner: Records\nrules:\n\(rules)\n".write(
      toFile: path ?? policy, atomically: true, encoding: .utf8)
  }

  private func purge(_ words: String...) throws -> Finished {
    try site.vmscan(
      ["purge", "--policy", policy, "--max-percent", "100", "--yes"] + words, logs: [],
      now: Self.now)
  }

  private func decide(_ box: String, _ words: String...) throws -> String {
    let done = try site.vmscan(
      ["policy", "test", box + "@default", "INBOX/0", "--policy", policy] + words, logs: [],
      now: Self.now)
    return done.output + done.errors
  }

  private func isThere(_ box: String) -> Bool {
    FileManager.default.fileExists(atPath: site.spool + "/default/\(box)/INBOX/msg0000.txt")
  }

  private static let general = "  - {name: all, removeAfter: {unheard: 30d}}\n"

  @Test func `never in a nearer rule keeps what a general rule removes`() throws {
    try write(
      Self.general + "  - {name: boss, mailbox: 1002@default, removeAfter: {unheard: never}}")
    #expect(try decide("1002").contains("rule 'boss' never removes it"))
    let done = try purge()
    #expect(done.output.contains("removed: 1 message"), "\(done)")
    #expect(isThere("1002") && !isThere("1001"))
  }

  @Test(arguments: [
    ("keepAtLeast: {unheard: never}", "expected an age; 'never' belongs to removeAfter"),
    ("context: default, mailbox: 1001@default, removeAfter: {unheard: 1d}", "has one scope"),
    ("mailbox: 1001@default, context: default, removeAfter: {unheard: 1d}", "has one scope"),
  ])
  func `a rule that protects otherwise than meant is refused`(rule: String, words: String) throws {
    try write("  - {name: a, \(rule)}")
    let done = try purge()
    #expect(done.status == 6 && done.errors.contains(words), "\(done)")
    #expect(isThere("1001") && isThere("1002"))
  }

  @Test func `the settings' policy protects against another that is named`() throws {
    let standing = site.path("standing.yaml")
    try write("  - {name: law, mailbox: 1001@default, keepAtLeast: {unheard: 5y}}", to: standing)
    let settings = site.path("vmscan.yaml")
    try "temporaryDirectories: []\npolicyFile: \(standing)\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    try write(Self.general)
    #expect(try decide("1001").contains("by rule 'law'"))
    let done = try purge()
    #expect(
      done.output.replacing(/\s+/, with: " ").contains("by rule 'law'"), "\(done)")
    #expect(isThere("1001") && !isThere("1002"))
  }

  @Test func `policy test and purge mean the same by a policy and predicates`() throws {
    try write("  - {name: all, removeAfter: {unheard: 365d}}")
    #expect(try decide("1001", "--older", "30d").contains("may stay until"))
    #expect(try purge("--older", "30d").output.contains("Nothing to remove"))
  }

  @Test func `an unknown name in a rule is refused though not everything was read`() throws {
    try write(Self.general + "  - {name: law, context: defualt, keepAtLeast: {unheard: 5y}}")
    try FileManager.default.createSymbolicLink(
      atPath: site.spool + "/branch", withDestinationPath: "/nonexistent")
    let done = try purge()
    #expect(done.status == 2 && done.errors.contains("did you mean 'default'?"), "\(done)")
    #expect(isThere("1001") && isThere("1002"))
    #expect(try purge("--allow-empty").output.contains("removed: 2 messages"))
  }

  @Test func `deleteAfterConfirmedEmail names only what there is`() throws {
    let settings = site.path("vmscan.yaml")
    func confirmed(_ places: String) throws -> Finished {
      try "temporaryDirectories: []\ndeleteAfterConfirmedEmail: \(places)\n".write(
        toFile: settings, atomically: true, encoding: .utf8)
      return try site.vmscan(["purge", "--confirmed", "--dry-run"], logs: [], now: Self.now)
    }
    let misspelt = try confirmed("{default: 1d, mailboxes: {\"1001@defualt\": never}}")
    #expect(misspelt.status == 2 && misspelt.errors.contains("mailbox '1001@defualt'"))
    let context = try confirmed("{default: 1d, contexts: {defualt: never}}")
    #expect(context.status == 2 && context.errors.contains("did you mean 'default'?"))
    let twice = try confirmed(
      "{default: 1d, mailboxes: {\"1001@default\": never, \"1001@DEFAULT\": 1h}}")
    #expect(twice.status == 6 && twice.errors.contains("stands there twice"), "\(twice)")
    #expect(try confirmed("{default: 1d, mailboxes: {\"1001@default\": never}}").status == 0)
  }

  @Test(arguments: ["db", "quarantine", "mailerJournal", "policyFile", "spool", "mailLogs"])
  func `a relative path in the settings is refused`(key: String) throws {
    for value in ["vmscan.db", "~"] {
      try "\(key): \(value)\n".write(
        toFile: site.path("vmscan.yaml"), atomically: true, encoding: .utf8)
      let done = try site.vmscan(["scan"], logs: [], now: Self.now)
      #expect(done.status == 6 && done.errors.contains("absolute path"), "\(key) \(value): \(done)")
    }
  }
}

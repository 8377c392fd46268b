import Foundation
import Glibc
import Testing

/// What commands that act say and how they end where an administrator could be misled.
struct ActionWordsTests {
  private let copy: SpoolCopy

  init() throws { copy = try SpoolCopy() }

  private func write(_ text: String, to name: String) throws -> String {
    let path = copy.path + "/" + name
    try Data(text.utf8).write(to: URL(filePath: path))
    chmod(path, 0o600)
    return path
  }

  private func messages() throws -> Set<String> {
    let files = try #require(FileManager.default.enumerator(atPath: copy.spool))
    return Set(files.compactMap { $0 as? String }.filter { $0.contains("/msg") })
  }

  @Test(arguments: ["", "# version: \"3\"\n", "---\n"])
  func `a policy file without contents protects nothing and stops the purge`(text: String) throws {
    let before = try messages()
    let policy = try write(text, to: "policy.yaml")
    let settings = try write("policyFile: \(policy)\n", to: "settings.yaml")
    for words in [["--older", "30d", "--yes"], ["--policy", policy, "--yes"]] {
      let done = try copy.vmscan(["purge"] + words, settings: settings)
      #expect(done.status == 6, "\(done.output)")
      let words = text == "---\n" ? "must hold `key: value` lines" : "'version' is missing"
      #expect(done.errors.contains(words), "\(done.errors)")
    }
    #expect(try messages() == before)
  }

  @Test
  func `the plan of a policy says that it reaches Deleted`() throws {
    let rules = "version: \"3\"\nowner: Records\nrules:\n  - name: mailed\n"
    let policy = try write(
      rules + "    removeAfter: {unheard: 60d, old: 30d, deleted: 7d}\n", to: "policy.yaml")
    let done = try copy.vmscan("purge", "--policy", policy, "--dry-run")
    #expect(done.status == 0)
    #expect(done.output.contains("rule 'mailed': older than 7 days by origtime "))
    #expect(!done.output.contains("but Deleted"))
    let words = done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("messages in every folder, Deleted too"), "\(done.output)")
  }

  /// A lock that no honest program holds so long is found while planning, a fresh one when acting.
  @Test(arguments: [0, 600])
  func `a lock that is not obtained ends a purge with 5`(age: Int) throws {
    let lock = copy.spool + "/default/1002/INBOX/.lock"
    _ = FileManager.default.createFile(atPath: lock, contents: nil)
    // The age of a lock counts from the clock given, as everything else.
    let now = try #require(ISO8601DateFormatter().date(from: "2027-02-15T08:00:00Z"))
    try FileManager.default.setAttributes(
      [.modificationDate: now.addingTimeInterval(TimeInterval(-age))], ofItemAtPath: lock)
    let before = try messages()
    let done = try copy.vmscan("purge", "--mailbox", "1002@default", "--yes")
    #expect(done.status == 5, "\(done.output)\(done.errors)")
    #expect(try messages() == before)
  }

  @Test
  func `a lock that is not obtained ends a restore with 5`() throws {
    #expect(try copy.vmscan("purge", "--mailbox", "1001@default", "--yes").status == 0)
    _ = FileManager.default.createFile(
      atPath: copy.spool + "/default/1001/Old/.lock", contents: nil)
    let done = try copy.vmscan("restore", "--all", "--yes")
    #expect(done.status == 5, "\(done.errors)")
    #expect(done.errors.contains("left in quarantine: 1001@default/Old"))
  }

  @Test(.enabled(if: getuid() == 0, "needs root, to give files away"))
  func `what was purged from a folder of another user comes back`() throws {
    let given = try Program.run("/bin/chown", ["-R", "65534:65534", copy.path])
    #expect(given.status == 0)
    #expect(try Program.run("/bin/chown", ["-R", "0:0", copy.spool + "/sales"]).status == 0)
    let before = try messages()
    let purged = try copy.vmscan("purge", "--context", "sales", "--yes")
    #expect(purged.status == 0, "\(purged.errors)")
    #expect(try messages().count < before.count)
    let restored = try copy.vmscan("restore", "--all", "--yes")
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(try messages() == before)
  }

  static let emptyHolds: [[String]] = [
    ["--matter", "a", "--owner", "b", "--mailbox", "1002@default", "--until", "2020-01-01"],
    [
      "--matter", "a", "--owner", "b", "--mailbox", "1@default", "--from", "2027-01-01", "--to",
      "2026-01-01",
    ],
    ["--matter", "", "--owner", "b", "--mailbox", "1001@default"],
    ["--matter", "a", "--owner", " ", "--mailbox", "1001@default"],
    ["--matter", "a", "--owner", "b", "--caller", ""],
  ]

  @Test(arguments: emptyHolds)
  func `a hold that would protect nothing is refused`(words: [String]) throws {
    let ends = ["--db", copy.database, "--config", "/dev/null"]
    let done = try Program.run(Program.vmscan, ["hold", "add"] + words + ends)
    #expect(done.status == 2, "\(done.output)\(done.errors)")
    #expect(!done.output.contains("in force"))
  }

  @Test
  func `a journal without a matching record is not called empty`() throws {
    #expect(try copy.vmscan("purge", "--mailbox", "1001@default", "--yes").status == 0)
    let ends = ["--db", copy.database, "--config", "/dev/null"]
    for words in [["--kind", "delete"], ["--run", "nope"]] {
      let done = try Program.run(Program.vmscan, ["history", "actions"] + words + ends)
      #expect(done.status == 0)
      #expect(done.output.contains("No record matches; the journal has "), "\(done.output)")
      #expect(!done.output.contains("Nothing was changed"))
      #expect(done.errors.contains("vmscan: no record is of \(words[0].dropFirst(2)) "))
    }
  }

  @Test
  func `the digest of a journal without records belongs to every chain`() throws {
    let ends = ["--db", copy.database, "--config", "/dev/null"]
    #expect(try copy.vmscan("scan", "--quiet").status <= 1)
    let empty = try Program.run(Program.vmscan, ["history", "verify"] + ends)
    let head = try #require(empty.output.split(whereSeparator: \.isWhitespace).last)
    #expect(head.allSatisfy { $0 == "0" } && head.count == 64, "\(empty.output)")
    let hold = ["hold", "add", "--matter", "a", "--owner", "b", "--mailbox", "1001@default"]
    #expect(try Program.run(Program.vmscan, hold + ends).status == 0)
    let later = try Program.run(
      Program.vmscan, ["history", "verify", "--head", String(head)] + ends)
    #expect(later.status == 0, "\(later.output)\(later.errors)")
    #expect(later.output.contains("that of a journal without records"))
  }

  @Test
  func `a pipe that nobody writes to is no mail log and keeps nobody waiting`() throws {
    let pipe = copy.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let done = try copy.vmscan("scan", "--mail-log", pipe)
    #expect(done.status == 3, "\(done.errors)")
    #expect(done.output.contains("is no regular file"), "\(done.output)")
  }
}

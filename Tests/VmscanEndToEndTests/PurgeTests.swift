import Foundation
import Testing

/// `vmscan purge` and its undo on a copy of the sample spool.
struct PurgeTests {
  private let copy: SpoolCopy
  private var spool: String { copy.spool }
  private var database: String { copy.database }

  init() throws { copy = try SpoolCopy() }

  private func vmscan(_ words: String..., settings: String = "/dev/null") throws -> Finished {
    try copy.vmscan(words, settings: settings)
  }

  /// Every file below the spool with its contents.
  private func tree() throws -> [String: Data] {
    let files = try #require(FileManager.default.enumerator(atPath: spool))
    var found: [String: Data] = [:]
    for case let path as String in files where path.contains("/msg") {
      found[path] = try Data(contentsOf: URL(filePath: spool + "/" + path))
    }
    return found
  }

  @Test
  func `without an age and a predicate it refuses`() throws {
    let done = try vmscan("purge", "--yes")
    #expect(done.status == 4)
    #expect(done.errors.contains("neither an age nor a predicate"))
  }

  @Test
  func `a spool that cannot be opened ends with 3, the place and what to do`() throws {
    let words = ["purge", "--older", "1d", "--dry-run"]
    try FileManager.default.moveItem(atPath: spool, toPath: spool + "-away")
    let done = try vmscan(words[0], words[1], words[2], words[3])
    #expect(done.status == 3)
    #expect(done.errors.contains("cannot open the spool '\(spool)'"), "\(done.errors)")
    #expect(done.errors.contains("check '--spool'"))
  }

  @Test
  func `a mistyped mailbox is named`() throws {
    let done = try vmscan("purge", "--older", "1d", "--mailbox", "10011@default", "--dry-run")
    #expect(done.status == 2 && done.output.isEmpty)
    #expect(
      done.errors.contains("mailbox '10011@default' is neither configured nor in the spool"))
    #expect(done.errors.contains("did you mean '1001@default'?"), "\(done.errors)")
    let meant = try vmscan(
      "purge", "--older", "1d", "--mailbox", "10011@default", "--dry-run", "--allow-empty")
    #expect(meant.status == 0 && meant.output.contains("Nothing to remove"), "\(meant.output)")
  }

  /// What such a rule was to protect is not protected.
  @Test
  func `a policy rule for a context that does not exist stops the purge`() throws {
    let policy = copy.path + "/policy.yaml"
    try """
    version: "1"
    owner: Records
    rules:
      - {name: mailed, removeAfter: {unheard: 1d, old: 1d, saved: 1d, deleted: 1d}}
      - {name: floor, context: slaes, keepAtLeast: {unheard: 5y, old: 5y, saved: 5y, deleted: 5y}}

    """.write(toFile: policy, atomically: true, encoding: .utf8)
    let done = try vmscan("purge", "--policy", policy, "--dry-run")
    #expect(done.status == 2)
    #expect(
      done.errors.contains("policy rule 'floor': context 'slaes' is neither"), "\(done.errors)")
    let meant = try vmscan("purge", "--policy", policy, "--dry-run", "--allow-empty")
    #expect(meant.status == 0, "\(meant.errors)")
    let test = try vmscan("policy", "test", "1001@default", "INBOX/0", "--policy", policy)
    #expect(test.status == 2 && test.errors.contains("'slaes'"), "\(test)")
  }

  @Test
  func `without a terminal and without consent nothing is changed`() throws {
    let before = try tree()
    let done = try vmscan("purge", "--emailed", "--older", "30d")
    #expect(done.status == 4)
    #expect(try tree() == before)
  }

  @Test
  func `a dry run shows the very plan that is applied`() throws {
    let before = try tree()
    let dry = try vmscan("purge", "--emailed", "--older", "30d", "--dry-run")
    #expect(dry.status == 0, "\(dry.errors)")
    #expect(try tree() == before)
    let real = try vmscan("purge", "--emailed", "--older", "30d", "--yes")
    #expect(real.status == 0, "\(real.errors)")
    let body = { (text: String) in text.components(separatedBy: "\nPlan ")[0] }
    #expect(body(real.output) == body(dry.output))
    let digest = { (text: String) in
      try #require(text.firstMatch(of: /Plan ([0-9a-f]{64})/)).output.1
    }
    #expect(try digest(real.output) == digest(dry.output))
    // What was done is said as it was planned.
    let amount = /20 messages, [^;]* audio, in [0-9]+ mailboxes/
    let planned = try #require(dry.output.replacing("\n", with: " ").firstMatch(of: amount))
    #expect(real.output.contains("removed: \(planned.output); matched but kept: "))
  }

  @Test
  func `restore brings back every byte`() throws {
    let before = try tree()
    #expect(try vmscan("purge", "--older", "30d", "--yes").status == 0)
    #expect(try tree().count < before.count)
    let restored = try vmscan("restore", "--all", "--yes")
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(Set(try tree().values) == Set(before.values))
    #expect(try tree().keys.sorted() == before.keys.sorted())
    #expect(try Program.vmscan("history", "verify", "--db", database).status == 0)
  }

  @Test
  func `a hold beats the purge and is named in the plan`() throws {
    #expect(
      try Program.vmscan(
        "hold", "add", "--matter", "case-17", "--owner", "Legal", "--mailbox", "1001@default",
        "--db", database, "--now", "2027-01-01"
      ).status == 0)
    let done = try vmscan("purge", "--older", "30d", "--yes")
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("Hold in force: case-17"))
    let kept = try vmscan("messages", "--mailbox", "1001@default", "--format", "ndjson")
    #expect(kept.lines.filter { $0.contains("\"origtime\"") }.count == 4)
  }

  @Test(arguments: [["--max-messages", "5"], ["--max-percent", "10"]])
  func `a cap stops before the first change`(cap: [String]) throws {
    let before = try tree()
    let done = try vmscan("purge", "--older", "30d", "--yes", cap[0], cap[1])
    #expect(done.status == 4)
    #expect(done.errors.contains(cap[0]))
    #expect(try tree() == before)
  }

  @Test
  func `a reviewed plan is applied, a changed one refused`() throws {
    let file = copy.path + "/plan"
    #expect(try vmscan("purge", "--older", "30d", "--plan-out", file).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let forged = copy.path + "/forged"
    try text.replacing("\"reason\"", with: "\"Reason\"")
      .write(toFile: forged, atomically: true, encoding: .utf8)
    let before = try tree()
    #expect(try vmscan("purge", "--apply", forged, "--yes").status == 4)
    #expect(try tree() == before)
    let done = try vmscan("purge", "--apply", file, "--yes")
    #expect(done.status == 0, "\(done.errors)")
    #expect(try tree().count < before.count)
  }

  @Test
  func `a plan is neither written over a file nor read from none`() throws {
    let file = copy.path + "/plan"
    try "mine".write(toFile: file, atomically: true, encoding: .utf8)
    let taken = try vmscan("purge", "--older", "30d", "--plan-out", file)
    #expect(taken.status == 4)
    #expect(taken.errors.contains("'\(file)' exists"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
    let missing = try vmscan("purge", "--apply", file + "x", "--yes")
    #expect(missing.status == 4)
    #expect(missing.errors.contains("cannot read the plan"))
    let notPlan = try vmscan("purge", "--apply", file, "--yes")
    #expect(notPlan.status == 4)
  }

  @Test
  func `a plan is applied once: what it removed it does not find again`() throws {
    let file = copy.path + "/plan"
    #expect(try vmscan("purge", "--older", "30d", "--plan-out", file).status == 0)
    #expect(try vmscan("purge", "--apply", file, "--yes").status == 0)
    let before = try tree()
    let again = try vmscan("purge", "--apply", file, "--yes")
    #expect(again.output.contains("removed: no message"))
    #expect(try tree() == before)
  }

  @Test
  func `confirmed mode needs its setting and removes nothing without proof`() throws {
    #expect(try vmscan("purge", "--confirmed", "--yes").status == 4)
    let settings = copy.path + "/vmscan.yaml"
    try "deleteAfterConfirmedEmail: 1d\n".write(
      toFile: settings, atomically: true, encoding: .utf8)
    let before = try tree()
    let done = try vmscan("purge", "--confirmed", "--yes", settings: settings)
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("Nothing to remove."))
    #expect(try tree() == before)
  }

  @Test
  func `the policy file decides and its faults are named with their lines`() throws {
    let policy = copy.path + "/policy.yaml"
    try """
    version: "1"
    owner: Records Office
    reviewDate: 2027-01-01
    rules:
      - name: mailed
        removeAfter: {unheard: 30d, old: 30d, saved: 30d, deleted: 30d}
        onlyEmailed: true
      - name: keep sales
        context: sales
        keepAtLeast: {unheard: 365d, old: 365d, saved: 365d, deleted: 365d}
    """.write(toFile: policy, atomically: true, encoding: .utf8)
    let done = try vmscan("purge", "--policy", policy, "--dry-run")
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("rule 'mailed'"))
    let words = done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("by rule 'keep sales'"))
    #expect(done.errors.contains("removes from every folder after 30d"))
    #expect(done.errors.contains("the longer time is kept"))
    #expect(done.errors.contains("was to be reviewed by 2027-01-01"))
    try "version: 1\nowner: x\nrules:\n  - nome: y\n".write(
      toFile: policy, atomically: true, encoding: .utf8)
    let faulty = try vmscan("purge", "--policy", policy, "--dry-run")
    #expect(faulty.status == 6)
    #expect(
      faulty.errors.contains("policy.yaml:4: rules: unknown key 'nome'; did you mean 'name'?"))
  }
}

import Testing
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

/// A command that a message proposes names the places that were given.
struct HintTests {
  private func context(_ words: String...) -> RunContext {
    RunContext(
      out: MemorySink(), err: MemorySink(), environment: [:], clock: { Timestamp(0) },
      terminal: Terminal(), hostName: "pbx.example.com", user: "vmscan",
      arguments: ["vmscan"] + words, readLine: { nil }, interruption: Interruption())
  }

  @Test(arguments: [
    ("'vmscan scan' names the line", "'vmscan scan --spool /s --db /d --config /c' names the line"),
    (
      "they wait in /q; to undo: vmscan restore --run 17-4",
      "they wait in /q; to undo: vmscan restore --run 17-4 --spool /s --db /d --config /c"
    ),
    ("`vmscan rules ID` explains one", "`vmscan rules ID --db /d --config /c` explains one"),
    ("see 'vmscan scan --help'", "see 'vmscan scan --help'"),
    ("'vmscan scan' has no option '--x'", "'vmscan scan' has no option '--x'"),
    ("'vmscan help' lists the commands", "'vmscan help' lists the commands"),
    (
      "'vmscan history runs' lists the runs; 'vmscan scan' records one",
      "'vmscan history runs --spool /s --db /d --config /c' lists the runs; "
        + "'vmscan scan --spool /s --db /d --config /c' records one"
    ),
    (
      "make one with: vmscan mailer -- /usr/sbin/sendmail",
      "make one with: vmscan mailer -- /usr/sbin/sendmail"
    ),
  ])
  func `a hint repeats the flags that its command takes`(text: String, completed: String) {
    let hints = Hints(in: context("purge", "--spool", "/s", "--db=/d", "--config", "/c"))
    #expect(hints.completed(text) == completed)
  }

  @Test(arguments: [
    (["publish", "--to", "postgres://a@db/v"], "--to postgres://a@db/v"),
    (["publish", "--quiet", "--to=postgres://a@db/v?x=y"], "--to 'postgres://a@db/v?x=y'"),
    (["fleet", "check", "--from", "service=fleet"], "--to service=fleet"),
    (["publish", "--to", "postgres://a:secret@db/v"], "--to URL"),
  ])
  func `a hint names the fleet's database, never a password`(words: [String], flag: String) {
    let context = RunContext(
      out: MemorySink(), err: MemorySink(), environment: [:], clock: { Timestamp(0) },
      terminal: Terminal(), hostName: "pbx.example.com", user: "vmscan",
      arguments: ["vmscan"] + words, readLine: { nil }, interruption: Interruption())
    #expect(
      context.hinting("run 'vmscan publish --prepare' of this release")
        == "run 'vmscan publish --prepare \(flag)' of this release")
    #expect(context.hinting("'vmscan scan' names it") == "'vmscan scan' names it")
  }

  @Test func `what was not given is not added, and a value is quoted for a shell`() {
    #expect(context("scan").hinting("'vmscan scan' names it") == "'vmscan scan' names it")
    #expect(
      context("scan", "--spool", "/a b").hinting("to undo: vmscan restore --all")
        == "to undo: vmscan restore --all --spool '/a b'")
  }

  /// Command lines that end with a hint, on a site whose places are all named.
  @Test(arguments: [
    "explain 9999@default", "explain device:nobody", "explain 1001@default INBOX/99",
    "purge --apply /nonexistent", "hold release 99", "accept remove 99", "report --run 99",
    "report --compare 99", "history actions --run 99", "maintain",
    "hold add --matter x --owner y --mailbox 9999@default",
    "restore --run 99", "accept add --fingerprint 12345678 --owner x --reason y --no-expiry",
    "delete-after-email restore nothing", "history runs --site nowhere", "doctor", "report",
    "purge --orphaned --plan-out /dev/null/x --yes", "messages --mailbox 9999@default",
    "history prune", "check", "credentials suggest nobody",
  ])
  func `every hint of a command repeats what was given`(line: String) throws {
    let site = try TestSite.lines("1001 => 4815162,Alice Example,alice@example.com")
    let words = line.split(separator: " ").map(String.init)
    let command = words.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
    var given = ["--config", site.path + "/vmscan.yaml", "--db", site.database]
    if words[0] != "history" || words.contains("--site") {
      given += ["--spool", site.spool, "--asterisk-etc", site.etc]
    }
    let (out, err) = (MemorySink(), MemorySink())
    var context = RunContext(
      out: out, err: err, environment: [:], clock: { Timestamp(1_798_675_200) },
      terminal: Terminal(), hostName: "pbx.example.com", user: "vmscan",
      arguments: ["vmscan"] + words + given, readLine: { nil }, interruption: Interruption())
    context.machineRoot = site.path + "/machine"
    _ = EntryPoint.run(words + given, in: context)
    let text = out.text + err.text
    for match in text.matches(of: /['`](vmscan [a-z][^'`\n]*)['`](?! has no)/) {
      let hint = String(match.output.1)
      guard !hint.contains("--help") else { continue }
      let takesNothing = ["vmscan help", "vmscan mailer"].contains {
        hint.hasPrefix($0)
      }
      #expect(
        takesNothing
          || hint.contains("--db \(site.database)")
            && hint.contains("--config \(site.path)"),
        "\(command): \(hint) in \(text)")
    }
  }
}

import Testing
import VmscanModel

@testable import VmscanCommands

/// What a person gets who types something wrong at three in the morning: what is wrong, what was
/// probably meant, and a status that stops a script.
struct TypedMistakeTests {
  struct Mistake: CustomTestStringConvertible {
    var typed: String
    var answer: String
    var status: VmscanCommands.ExitStatus

    init(_ typed: String, _ answer: String, _ status: VmscanCommands.ExitStatus = .usage) {
      self.typed = typed
      self.answer = answer
      self.status = status
    }

    var testDescription: String { typed }
  }

  static let mistakes = [
    Mistake("scna", "there is no command 'scna'; did you mean 'scan'?\n'vmscan help' lists"),
    Mistake("scna --help", "there is no command 'scna'; did you mean 'scan'?"),
    Mistake("help scna", "there is no command 'scna'; did you mean 'scan'?"),
    Mistake("mesages --older 30d", "no command 'mesages'; did you mean 'messages'?"),
    Mistake("delete --emailed", "there is no command 'delete'; did you mean 'purge'?"),
    Mistake("undo", "there is no command 'undo'; did you mean 'restore'?"),
    Mistake("frobnicate", "there is no command 'frobnicate'\n'vmscan help' lists the commands"),
    Mistake("history rnus", "'vmscan history' has no command 'rnus'; did you mean 'runs'?"),
    Mistake("history rnus --help", "'vmscan history' has no command 'rnus'; did you mean 'runs'?"),
    Mistake("hold relase 3", "did you mean 'release'?\n'vmscan hold --help' lists its commands"),
    Mistake("scan --fomat json", "'vmscan scan' has no option '--fomat'; did you mean '--format'?"),
    Mistake("scan --hlep", "'vmscan scan' has no option '--hlep'; did you mean '--help'?"),
    Mistake(
      "scan --emailed", "has no option '--emailed'; messages, policy test, purge, restore have it"),
    Mistake("messages -older 30d", "no option '-older'; did you mean '--older', with two hyphens?"),
    Mistake(
      "messages –older 30d", "'–older' begins with a dash that is no hyphen; write '--older'"),
    Mistake("messages older 30d", "unexpected argument 'older'; did you mean '--older'?"),
    Mistake("messages --older 30", "--older: '30' is not an age such as 30d, 12h, 2w or 1y"),
    Mistake("messages --older 010d", "--older: '010d' is not an age such as 30d"),
    Mistake("messages --larger 0600", "--larger: '0600' is not a size such as 500k"),
    Mistake("messages --evidence delivred", "--evidence: 'delivred' is not a grade that counts"),
    Mistake("messages --heard --unheard", "--heard and --unheard together mean nothing"),
    Mistake("scan --format jsno", "--format: 'jsno' is not one of text, json, ndjson, csv"),
    Mistake("scan --format jsno", "did you mean 'json'?"),
    Mistake("scan --fail-on hihg", "--fail-on: 'hihg' is not one of informational, low"),
    Mistake("report --run 07", "--run: '07' is not a whole number without sign and leading zero"),
    Mistake("report --since 30d --compare 4", "--since and --compare exclude each other"),
    Mistake("purge --max-percent 0", "--max-percent must be 1 to 100"),
    Mistake("rules VM-999", "id>: 'VM-999' is not a rule; 'vmscan rules' lists them"),
    Mistake("hold release first", "'first' is not a whole number"),
    Mistake("accept add --rule VM-101 --owner x --reason y", "say when it ends with --expires"),
    Mistake("explain", "missing expected argument '<box@context>'\nsee 'vmscan explain --help'"),
    Mistake(
      "check --wraning high=0", "has no option '--wraning'; did you mean '--warning'?", .incomplete),
  ]

  @Test(arguments: mistakes)
  func `a mistake gets a plain answer`(mistake: Mistake) {
    let outcome = Self.run(mistake.typed)
    let said = outcome.errors + outcome.output
    #expect(said.contains(mistake.answer), "\(said)")
    #expect(outcome.status == mistake.status)
    #expect(!said.contains("Usage:"))
  }

  @Test(arguments: ["-V", "--version"])
  func `the version has a short flag`(flag: String) {
    let outcome = Self.run(flag)
    #expect(outcome.output == Version.text + "\n")
    #expect(outcome.status == .success)
  }

  /// Of every command that a person can type, help is not refused.
  @Test(arguments: ["scan --help", "history runs -h", "help hold add", "--help", "purge -h"])
  func `help is still help`(typed: String) {
    let outcome = Self.run(typed)
    #expect(outcome.output.contains("USAGE:"))
    #expect(outcome.status == .success)
  }

  static func run(_ typed: String, environment: [String: String] = [:]) -> Outcome {
    let words = typed.split(separator: " ").map(String.init)
    let (out, err) = (MemorySink(), MemorySink())
    let context = RunContext(
      out: out, err: err, environment: environment, clock: { Timestamp(0) }, terminal: Terminal(),
      hostName: "pbx.example.com", user: "vmscan", arguments: ["vmscan"] + words,
      readLine: { nil }, interruption: Interruption())
    return Outcome(status: EntryPoint.run(words, in: context), output: out.text, errors: err.text)
  }
}

struct NearestTests {
  @Test
  func `letters may be missing, too many, wrong or swapped`() {
    let words = ["scan", "report", "messages", "mailboxes"]
    #expect(Nearest.word(to: "scn", among: words) == "scan")
    #expect(Nearest.word(to: "reprot", among: words) == "report")
    #expect(Nearest.word(to: "MESSAGES", among: words) == "messages")
    #expect(Nearest.word(to: "mess", among: words) == "messages")
    #expect(Nearest.word(to: "xyz", among: words) == nil)
  }

  @Test
  func `two words as near are no answer`() {
    #expect(Nearest.word(to: "bat", among: ["cat", "rat"]) == nil)
  }
}

struct ProgressLineTests {
  @Test
  func `a bar has a total, a share and no more than the width`() {
    let line = Progress.line("reading mailboxes", done: 5_000, of: 20_000, width: 80)
    #expect(line.hasPrefix("vmscan: reading mailboxes: 5,000 of 20,000 [###"))
    #expect(line.hasSuffix("]  25 %"))
    for width in [40, 60, 80, 200] {
      #expect(Progress.line("reading", done: 9, of: 10, width: width).count <= width)
    }
  }

  @Test
  func `without a total only the count is shown`() {
    #expect(Progress.line("mails", done: 1_200, of: nil, width: 80) == "vmscan: mails: 1,200")
  }
}

import Testing

@testable import VmscanCommands

struct HoldAddTests {
  private let add = ["hold", "add", "--matter", "case-17", "--owner", "Legal"]

  @Test(arguments: [
    ["--older", "30d"], ["--emailed"], ["--evidence", "delivered"], ["--folder", "INBOX"],
    ["--heard"], ["--unheard"], ["--orphaned"], ["--larger", "10M"],
  ])
  func `a predicate that changes with time is refused by name`(words: [String]) throws {
    let site = try TestSite()
    let done = site.run(add + ["--mailbox", "1001@default"] + words, now: "2026-12-31")
    #expect(done.status == .usage)
    #expect(done.errors.contains("\(words[0]) cannot limit a hold"), "\(done.errors)")
    #expect(!done.errors.contains("Unknown option"))
  }

  @Test(arguments: ["--to", "--before"])
  func `a date before which messages came is one of two words`(word: String) throws {
    let site = try TestSite()
    let done = site.run(add + [word, "2026-06-30"], now: "2026-12-31")
    #expect(done.status == .success, "\(done.errors)")
    #expect(site.run("hold", "list").output.contains("to 2026-06-30"))
  }

  @Test func `a hold of everything is asked for by name, and the help says so`() throws {
    let site = try TestSite()
    #expect(site.run(add, now: "2026-12-31").status == .usage)
    let help = site.run("hold", "add", "--help").output
    #expect(help.contains("--everything") && !help.contains("without any the hold"))
    #expect(!help.contains("--older"))
  }
}

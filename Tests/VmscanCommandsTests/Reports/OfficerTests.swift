import Glibc
import Testing
import VmscanCommands
import VmscanTestSupport

/// What an officer is shown, in every format and by every command that takes `--reader`.
struct OfficerTests {
  private static let reports: [[String]] = [
    ["report"], ["report", "--format", "json"], ["report", "--format", "ndjson"],
    ["report", "--format", "html"], ["report", "--format", "sarif"],
    ["report", "--format", "csv"], ["report", "--format", "csv", "--table", "mailboxes"],
    ["report", "--format", "csv", "--table", "recipients"], ["report", "--since", "20d"],
    ["report", "--since", "20d", "--format", "json"],
    ["report", "--since", "20d", "--format", "html"],
    ["report", "--requirement", "HIPAA 164.312(b)"],
    ["report", "--requirement", "HIPAA 164.312(b)", "--format", "json"],
    ["report", "--requirement", "HIPAA 164.312(b)", "--format", "html"],
  ]
  private static let lists: [[String]] = [
    ["history", "findings"], ["history", "findings", "--format", "json"], ["mailboxes"],
    ["mailboxes", "--format", "json"], ["messages", "--older", "1d"],
    ["messages", "--older", "1d", "--format", "json"], ["explain", "1001@default"],
    ["explain", "1001@default", "--format", "json"],
    ["explain", "1001@default", "INBOX/0"], ["hold", "list", "--all"],
    ["hold", "list", "--all", "--format", "json"], ["accept", "list", "--all"],
    ["accept", "list", "--all", "--format", "csv"], ["history", "actions", "--messages"],
    ["history", "actions", "--format", "json"], ["history", "actions", "--format", "html"],
    ["history", "recipients", "1001@default"], ["report", "--format", "prometheus"],
    ["report", "--compare", "1"], ["report", "--compare", "1", "--format", "html"],
  ]
  /// What has no reader of its own, because machines and other people read it.
  private static let open: [[String]] = [
    ["check"], ["history", "trend"], ["history", "runs"],
    ["history", "sites"], ["history", "verify"],
  ]

  /// Everything that is said to a reader; a command that does not know one of the words is a fault
  /// of the test.
  private func outputs(of site: TestSite, for reader: String) -> [(words: [String], text: String)] {
    (Self.reports + Self.lists).map { words in
      let reads = ["mailboxes", "messages", "explain"].contains(words[0])
      let place = reads ? ["--asterisk-etc", site.etc, "--spool", site.spool] : []
      let outcome = site.run(words + place + ["--reader", reader], now: "2026-12-31T00:00:00Z")
      // Not every site has the message that is explained.
      let isMessage = words.count == 3 && words[0] == "explain"
      let ends: [VmscanCommands.ExitStatus] = isMessage ? [.usage] : []
      #expect(
        ([.success, .findings] + ends).contains(outcome.status), "\(words): \(outcome.errors)")
      #expect(!words.contains("html") || outcome.output.contains(">Confidential: "), "\(words)")
      return (words, outcome.output + outcome.errors)
    }
  }

  @Test func `an owner who left is not named by a solved finding`() throws {
    let site = try TestSite.lines(
      """
      1001 => 8365,Bob Miller,alice.archer@example.com
      1002 => 9472,Alice Archer,
      """)
    #expect(site.scan("--quiet", now: "2026-12-01T00:00:00Z").status == .success)
    let named = site.run("report", "--rule", "VM-202", now: "2026-12-02T00:00:00Z").output
    #expect(named.contains("Alice Archer"), "\(named)")
    try site.configure("1001 => 8365,Bob Miller,bob.miller@example.com")
    #expect(site.scan("--quiet", now: "2026-12-31T00:00:00Z").status == .success)
    #expect(site.run("report", now: "2026-12-31T00:00:00Z").output.contains("Alice Archer"))
    for (words, text) in outputs(of: site, for: "officer") {
      for name in ["Alice", "Archer", "archer", "Miller", "miller"] {
        #expect(!text.contains(name), "\(words)")
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `no planted name, address, caller or free text reaches an officer`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    func word(_ length: Int) -> String {
      String((0..<length).map { _ in "qxzjkw".randomElement(using: &generator) ?? "q" })
    }
    var planted: [String] = []
    func plant(_ text: String) -> String {
      planted.append(text)
      return text
    }
    func lines(_ numbers: ClosedRange<Int>) -> String {
      numbers.map { number in
        let first = number % 3 == 0 ? word(2).capitalized : word(5).capitalized
        let last = number % 4 == 0 ? "O'\(word(5).capitalized)" : word(2).uppercased()
        let name = plant("\(first) \(last)")
        let domain = ["example.com", "gmail.com", "mailinator.com"][number % 3]
        let address = plant(number % 2 == 0 ? "\(word(3))'\(word(4))" : word(7).uppercased())
        return "\(number) => 1234,\(name),\(address)@\(domain),,attach=yes"
      }.joined(separator: "\n")
    }
    let first = lines(1001...1009)
    // Another mailbox's owner has the address, in the words of which rules look for names.
    let owner = (plant(word(6).capitalized), plant(word(6).capitalized))
    let crossed = """
      1010 => 1234,\(owner.0) \(owner.1),
      1011 => 1234,\(plant(word(8).capitalized)),\(owner.0.lowercased()).\(owner.1.lowercased())@gmail.com
      """
    // Lines that were meant otherwise: a name where a domain should end, or where an address should be.
    let damaged = """
      1012 => 1234,,\(plant(word(7)))@example.com (\(plant(word(6).capitalized)))
      1013 => 1234,,\(plant(word(7)))@example.com \(plant(word(6).capitalized))
      1014 => 1234,,\(plant(word(9)))
      1015 => 1234,x@gmail.com,\(plant(word(6).capitalized)) \(plant(word(5).capitalized)),,attach=yes
      """
    let site = try TestSite.lines(first + "\n" + crossed + "\n" + damaged)
    let caller = plant("4930\(Int.random(in: 10_000_000...99_999_999, using: &generator))")
    let folder = "\(site.spool)/default/1001/INBOX"
    for directory in ["\(site.spool)/default", "\(site.spool)/default/1001", folder] {
      mkdir(directory, 0o750)
    }
    try site.write(
      "[message]\ncallerid=\"\(plant(word(9)))\" <\(caller)>\norigtime=1790000000\nduration=7\n",
      to: "voicemail/default/1001/INBOX/msg0000.txt")
    try site.write("RIFF", to: "voicemail/default/1001/INBOX/msg0000.wav")
    try site.write("x", to: "voicemail/default/1001/\(plant(word(9)))")
    for directory in ["\(site.spool)/default/1002", "\(site.spool)/default/1002/INBOX"] {
      mkdir(directory, 0o750)
    }
    try site.write(
      "[message]\ncallerid=\"\(plant(word(9)))\" <\(caller)>\norigtime=1790000000\nduration=7\n",
      to: "voicemail/default/1002/INBOX/msg0000.txt")
    try site.write("RIFF", to: "voicemail/default/1002/INBOX/msg0000.wav")
    try site.write("#!/bin/sh\ncat > \"${0%/*}/mail\"\n", to: "mailer")
    chmod(site.path + "/mailer", 0o755)
    try site.write(
      try site.read("vmscan.yaml") + "mailer: [\(site.path)/mailer]\n", to: "vmscan.yaml")
    #expect(site.scan("--quiet", now: "2026-12-01T00:00:00Z").status == .success)
    let hold = site.run(
      "hold", "add", "--matter", plant(word(8)), "--owner", plant(word(8)), "--mailbox",
      "1001@default", "--caller", caller, "--note", "about \(plant(word(8)))",
      now: "2026-12-02T00:00:00Z")
    #expect(hold.status == .success, "\(hold.errors)")
    let accepted = site.run(
      "accept", "add", "--rule", "VM-101", "--mailbox", "1001@default", "--owner",
      plant(word(8)), "--reason", "says \(plant(word(8)))", "--no-expiry",
      now: "2026-12-02T00:00:00Z")
    #expect(accepted.status == .success, "\(accepted.errors)")
    try site.configure(lines(1001...1005))
    #expect(site.scan("--quiet", now: "2026-12-31T00:00:00Z").status == .success)

    // An action on messages, undone again, for the journal and the evidence pack.
    for words in [["purge", "--mailbox", "1002@default", "--yes"], ["restore", "--all", "--yes"]] {
      let outcome = site.run(
        words + ["--asterisk-etc", site.etc, "--spool", site.spool], now: "2026-12-31T01:00:00Z")
      #expect(outcome.status == .success, "\(words): \(outcome.errors)")
    }
    let exported = site.path + "/export.db"
    let export = site.run(
      "history", "export", exported, "--reader", "officer", now: "2026-12-31T00:00:00Z")
    #expect(export.status == .success, "\(export.errors)")
    let rows = site.run(
      "history", "export", "-", "--format", "ndjson", "--reader", "officer",
      now: "2026-12-31T00:00:00Z")
    var texts = outputs(of: site, for: "officer")
    texts.append((["history", "export"], try site.read("export.db")))
    texts.append((["history", "export", "lines"], rows.output))
    for words in Self.open {
      let outcome = site.run(words, now: "2026-12-31T00:00:00Z")
      texts.append((words, outcome.output + outcome.errors))
    }
    let again = site.scan(
      "--changes", "--log-events", "stderr", "--reader", "officer", "--mail-to", "dpo@example.com",
      now: "2027-01-02T00:00:00Z")
    texts.append((["scan"], again.output + again.errors))
    texts.append((["digest"], try site.read("mail")))
    for (words, text) in texts {
      let lower = text.lowercased()
      for secret in planted {
        #expect(!lower.contains(secret.lowercased()), "\(words) shows \(secret)")
      }
    }
    // What is hidden is there for the administrator, so the test can fail.
    let whole = outputs(of: site, for: "admin").map(\.text).joined().lowercased()
    let seen = planted.count { whole.contains($0.lowercased()) }
    #expect(seen > planted.count / 2, "\(seen) of \(planted.count)")
  }
}

extension String {
  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

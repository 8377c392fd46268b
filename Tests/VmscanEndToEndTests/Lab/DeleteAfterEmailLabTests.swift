import Foundation
import Testing
import VmscanModel

/// Real Asterisk judges the edits: what it deletes, what it keeps, what it writes meanwhile.
extension LabTests {
  @Suite(.enabled(if: Lab.isUp, Lab.whyNot))
  struct DeleteAfterEmailLabTests {
    private let lab: Lab
    private let scratch: Scratch
    private let kept: String

    init() throws {
      try Lab.ask("up", "--reset", "--mail", "sink")
      lab = try Lab()
      scratch = try Scratch()
      kept = try String(contentsOfFile: lab.etc + "/voicemail.conf", encoding: .utf8)
    }

    @Test
    func `a message goes with the mail after enable and stays after disable`() throws {
      defer { reset() }
      let before = try lab.users().filter { $0["DeleteMessage"] == "Yes" }.map(\.id)
      let done = try vmscan("enable", "--mailbox", "1001", "--reload")
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("reloaded; Asterisk has"))
      #expect(try deletes("1001@default"))
      let after = try lab.users().filter { $0["DeleteMessage"] == "Yes" }.map(\.id)
      #expect(after.sorted() == (before + ["1001@default"]).sorted())
      try Lab.ask("leave-message", "1001")
      #expect(try hasMails(1))
      #expect(messages("default/1001").isEmpty)

      let back = try vmscan("disable", "--mailbox", "1001", "--reload")
      #expect(back.status == 0, "\(back.errors)")
      #expect(try !deletes("1001@default"))
      #expect(try text() == kept)
      try Lab.ask("leave-message", "1001")
      #expect(try hasMails(2))
      #expect(messages("default/1001") == ["msg0000.txt"])
    }

    @Test
    func `an edit and a PIN changed by phone after the plan both survive`() throws {
      defer { reset() }
      let plan = scratch.path + "/plan.json"
      #expect(try vmscan("enable", "--mailbox", "1001", "--plan-out", plan).status == 0)
      try changePIN()
      let rewritten = try text()
      #expect(rewritten.contains("7777"))
      let stale = try vmscan("enable", "--apply", plan)
      #expect(stale.status == 4, "\(stale.output)")
      #expect(try text() == rewritten)

      let done = try vmscan("enable", "--mailbox", "1001", "--reload")
      #expect(done.status == 0, "\(done.errors)")
      #expect(try deletes("1001@default"))
      #expect(try text().contains("7777"))
    }

    @Test
    func `a PIN changed by phone after the edit keeps it, and restore keeps the PIN`() throws {
      defer { reset() }
      let done = try vmscan("enable", "--mailbox", "1001", "--reload")
      let line = try #require(done.output.split(separator: "\n").first { $0.hasPrefix("change ") })
      try changePIN()
      #expect(try text().contains("delete=yes"))
      let back = try vmscan("restore", String(line.dropFirst(7).prefix { $0 != ":" }), "--reload")
      #expect(back.status == 0, "\(back.errors)")
      #expect(back.output.contains("only the options of the change are set back"))
      #expect(try !deletes("1001@default"))
      #expect(try text().contains("7777"))
    }

    @Test
    func `while a caller is in the menu the edit is refused`() throws {
      defer { reset() }
      let script = Program.root.appending(path: "scripts/asterisk-lab").path
      let owner = try Background(
        "bash '\(script)' --suite \(Lab.suite) press 1002 'wwwwwwwwwwwwwwwwwwwwwwwwwwwwww#'")
      var isInMenu = false
      while owner.isRunning, !isInMenu {
        isInMenu = try Lab.ask("cli", "core", "show", "channels", "concise")
          .contains("!VoiceMailMain!")
      }
      #expect(isInMenu)
      let refused = try vmscan("enable", "--mailbox", "1001")
      #expect(refused.status == 4)
      #expect(refused.errors.contains("VoiceMailMain"))
      #expect(try text() == kept)
      while owner.isRunning { usleep(100_000) }
    }

    @Test(arguments: AsteriskDifferentialTests.configurations)
    func `Asterisk sees the planned values change and no other`(name: String) throws {
      try lab.withConfiguration(Program.fixtures.appending(path: name)) {
        let before = try lab.users()
        let reasons =
          try vmscan("enable", "--help").output
          .components(separatedBy: "REASONS").last?.components(separatedBy: "USAGE").first ?? ""
        let overrides = reasons.split { $0 == "," || $0.isWhitespace }
          .flatMap { ["--override", String($0)] }
        let plan = scratch.path + "/plan.json"
        let planning = try vmscan(["enable", "--all", "--plan-out", plan] + overrides)
        guard [0, 4].contains(planning.status), FileManager.default.fileExists(atPath: plan) else {
          return
        }
        let planned = try JSONDecoder().decode(
          PlanDocument.self, from: Data(contentsOf: URL(filePath: plan)))
        let done = try vmscan("enable", "--apply", plan, "--reload")
        #expect(done.status == 0, "\(done.errors)")
        let after = try lab.users()
        #expect(after.count == before.count)
        let ids = Set(planned.mailboxes.map(\.id.text))
        #expect(!ids.isEmpty)
        for (old, new) in zip(before, after) {
          var wanted = old.fields
          if ids.contains(old.id) { wanted["DeleteMessage"] = "Yes" }
          #expect(normal(new.fields) == normal(wanted), "\(old.id)")
        }
      }
    }

    /// An absent field and an empty one are the same to Asterisk.
    private func normal(_ fields: [String: String]) -> [String: String] {
      fields.mapValues { $0 == "(null)" ? "" : $0 }
    }

    private func vmscan(_ words: String...) throws -> Finished { try vmscan(words) }

    private func vmscan(_ words: [String]) throws -> Finished {
      try Program.run(
        Program.vmscan,
        ["delete-after-email"] + words + [
          "--yes", "--override", "rewrite-hazard", "--asterisk-etc", lab.etc, "--spool", lab.spool,
          "--asterisk-version", lab.version, "--db", scratch.path + "/vmscan.db",
          // Other tests purge the same spool, so that there may be a quarantine without a history.
          "--own-domain", "example.com", "--config", "/dev/null", "--create",
        ])
    }

    private func changePIN() throws {
      try Lab.ask("press", "1002", "05ww7777#wwwwww7777#wwwwww*ww#")
    }

    private func deletes(_ id: String) throws -> Bool {
      try lab.users().first { $0.id == id }?["DeleteMessage"] == "Yes"
    }

    private func text() throws -> String {
      try String(contentsOfFile: lab.etc + "/voicemail.conf", encoding: .utf8)
    }

    /// The mail command runs beside the call, so its mail may come a little later.
    private func hasMails(_ wanted: Int) throws -> Bool {
      let directory = try Lab.ask("path", "mails").trimmingCharacters(in: .whitespacesAndNewlines)
      func count() -> Int {
        (FileManager.default.subpaths(atPath: directory) ?? []).count { $0.hasSuffix(".eml") }
      }
      for _ in 0..<100 where count() < wanted { usleep(100_000) }
      return count() == wanted
    }

    private func messages(_ mailbox: String) -> [String] {
      let folder = lab.spool + "/" + mailbox + "/INBOX"
      return (try? FileManager.default.contentsOfDirectory(atPath: folder))?
        .filter { $0.hasSuffix(".txt") }.sorted() ?? []
    }

    private func reset() { _ = try? Lab.ask("up", "--reset", "--mail", "sink") }
  }
}

/// The mailboxes of a plan file.
private struct PlanDocument: Decodable {
  struct Box: Decodable { var id: ID }

  struct ID: Decodable {
    var context: String
    var mailbox: String

    /// One character a byte, as the lab's answers are read.
    var text: String {
      let bytes = ByteText(unescaping: mailbox + "@" + context).bytes
      return String(bytes.map { Character(Unicode.Scalar($0)) })
    }
  }

  var mailboxes: [Box]
}

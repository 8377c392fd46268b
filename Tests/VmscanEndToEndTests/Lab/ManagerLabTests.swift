import Foundation
import Testing

/// Purges through, and with the help of, the manager interface of a real Asterisk.
extension LabTests {
  @Suite(.enabled(if: Lab.isUp, Lab.whyNot))
  struct ManagerLabTests {
    private let lab: Lab
    private let scratch: Scratch
    private var database: String { scratch.path + "/vmscan.db" }
    private var inbox: String { lab.spool + "/default/1001/INBOX" }
    private var deleted: String { lab.spool + "/default/1001/Deleted" }
    /// `VoicemailRemove` came with 18.20.
    private static let hasRemove = Lab.suite != "bullseye"

    init() throws {
      lab = try Lab()
      scratch = try Scratch()
      try Lab.emptyMailbox("1001")
      let settings = scratch.path + "/vmscan.yaml"
      try "ami: {user: lab, secret: lab}\n".write(
        toFile: settings, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: settings)
    }

    /// Two days from now, so that every message is older than a day.
    private var now: String { "@\(Int(Date().timeIntervalSince1970) + 2 * 86400)" }

    private func purge(_ words: String..., settings: String? = nil) throws -> Finished {
      try Lab.vmscan(
        ["purge", "--older", "1d", "--mailbox", "1001@default", "--yes"] + words + [
          "--asterisk-etc", lab.etc, "--spool", lab.spool, "--asterisk-version", lab.version,
          "--db", database, "--config", settings ?? scratch.path + "/vmscan.yaml", "--now", now,
        ])
    }

    private func applyThroughAsterisk(_ plan: String) throws -> Finished {
      try Lab.vmscan([
        "purge", "--apply", plan, "--yes", "--engine", "asterisk", "--asterisk-etc", lab.etc,
        "--spool", lab.spool, "--asterisk-version", lab.version, "--db", database, "--config",
        scratch.path + "/vmscan.yaml",
      ])
    }

    private func leave(_ count: Int) throws {
      try Lab.ask("leave-message", "-n", "\(count)", "-l", "1", "1001")
    }

    private func envelopes(_ folder: String) -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasPrefix("msg") && $0.hasSuffix(".txt") }.sorted()
    }

    private func actions() throws -> String {
      let table = try Program.vmscan("history", "actions", "--format", "csv", "--db", database)
      #expect(table.status == 0, "\(table.errors)")
      let verified = try Program.vmscan("history", "verify", "--db", database)
      #expect(verified.status == 0, "\(verified.errors)")
      return table.output
    }

    @Test(.enabled(if: hasRemove, "this Asterisk has no VoicemailRemove"))
    func `Asterisk removes the planned messages alone, and what it keeps is said`() throws {
      try leave(3)
      let plan = scratch.path + "/plan"
      #expect(try purge("--plan-out", plan).status == 0)
      try leave(1)
      let done = try applyThroughAsterisk(plan)
      #expect(done.status == 0, "\(done.output)\(done.errors)")
      #expect(envelopes(inbox) == ["msg0000.txt"])
      #expect(envelopes(deleted).count == 3)
      #expect(done.output.contains("no quarantine, no undo"))
      #expect(done.output.contains("removed: no message; moved to Deleted by Asterisk: 3 messages"))
      let journal = try actions()
      #expect(journal.components(separatedBy: "outcome=movedToDeleted").count == 4)
      #expect(journal.contains("engine=asterisk"))
    }

    @Test(.enabled(if: hasRemove, "this Asterisk has no VoicemailRemove"))
    func `without backupdeleted the message is gone`() throws {
      let file = lab.etc + "/voicemail.conf"
      let text = try String(contentsOfFile: file, encoding: .utf8)
      defer {
        try? text.write(toFile: file, atomically: false, encoding: .utf8)
        _ = try? Lab.ask("cli", "voicemail", "reload")
      }
      try text.replacing("backupdeleted = 10", with: "backupdeleted = 0")
        .write(toFile: file, atomically: false, encoding: .utf8)
      try Lab.ask("cli", "voicemail", "reload")
      try leave(2)
      let done = try purge("--engine", "asterisk")
      #expect(done.status == 0, "\(done.output)\(done.errors)")
      #expect(done.output.contains("removed: 2 messages"))
      #expect(envelopes(inbox).isEmpty)
      #expect(envelopes(deleted).isEmpty)
      #expect(try actions().contains("outcome=removedByAsterisk"))
    }

    @Test(.enabled(if: hasRemove, "this Asterisk has no VoicemailRemove"))
    func `a failure that Asterisk calls a success is a failure`() throws {
      try leave(1)
      let plan = scratch.path + "/plan"
      #expect(try purge("--plan-out", plan).status == 0)
      // Asterisk waits 5 s for the lock, then answers "Response: Success", "remove failed".
      #expect(FileManager.default.createFile(atPath: inbox + "/.lock", contents: Data()))
      defer { try? FileManager.default.removeItem(atPath: inbox + "/.lock") }
      let done = try applyThroughAsterisk(plan)
      #expect(done.status == 3, "\(done.output)\(done.errors)")
      #expect(done.errors.contains("it is still there"))
      #expect(done.errors.contains("remove failed"))
      #expect(done.output.contains("failed: 1"))
      #expect(envelopes(inbox).count == 1)
      #expect(try actions().contains("outcome=failed"))
    }

    @Test(.enabled(if: !hasRemove, "this Asterisk has VoicemailRemove"))
    func `an Asterisk that cannot remove is found out before the first change`() throws {
      try leave(1)
      let done = try purge("--engine", "asterisk")
      #expect(done.status == 4)
      #expect(done.errors.contains("does not offer 'VoicemailRemove'"))
      #expect(envelopes(inbox).count == 1)
    }

    @Test
    func `a mailbox that is open on the phone is left alone, asked over the socket or the manager`()
      throws
    {
      try leave(1)
      let script = Program.root.appending(path: "scripts/asterisk-lab").path
      let owner = try Background(
        "bash '\(script)' --suite \(Lab.suite) press 1001 '\(String(repeating: "w", count: 40))#'")
      try Lab.waitFor { try Lab.ask("cli", "core", "show", "channels").contains("VoiceMailMain") }
      let asked = try purge()
      #expect(asked.errors.contains("somebody is in the mailbox on the phone"), "\(asked.errors)")
      try Lab.withoutControlSocket {
        let done = try purge()
        #expect(done.errors.contains("somebody is in the mailbox on the phone"), "\(done.errors)")
        if Self.hasRemove {
          let remote = try purge("--engine", "asterisk")
          #expect(
            remote.errors.contains("somebody is in the mailbox on the phone"), "\(remote.errors)")
        }
      }
      #expect(envelopes(inbox).count == 1)
      #expect(owner.isRunning, "the owner hung up before he was asked about")
    }

    @Test
    func `without socket and manager it refuses, and with the manager alone it works`() throws {
      try leave(1)
      try Lab.withoutControlSocket {
        let refused = try purge(settings: "/dev/null")
        #expect(refused.status == 4, "\(refused.errors)")
        #expect(refused.errors.contains("cannot be asked who is in a mailbox"))
        #expect(envelopes(inbox).count == 1)
        let done = try purge()
        #expect(done.status == 0, "\(done.errors)")
        #expect(envelopes(inbox).isEmpty)
      }
    }

    @Test(.enabled(if: hasRemove, "up to 16 only subscribed phones are refreshed"))
    func `the message light goes out after a purge, and a light that stays on is said`() throws {
      try Lab.ask("cli", "module", "load", "res_mwi_devstate.so")
      _ = try? Lab.ask(
        "cli", "dialplan", "add", "extension", "71001,hint,MWI:1001@default", "into", "lab-hints")
      func light() throws -> Bool {
        try Lab.ask("cli", "core", "show", "hints").contains("State:InUse")
      }
      try leave(2)
      try Lab.waitFor { try light() }
      let wrong = scratch.path + "/wrong.yaml"
      try "ami: {user: lab, secret: wrong}\n".write(
        toFile: wrong, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: wrong)
      let kept = try purge(settings: wrong)
      #expect(kept.status == 0, "\(kept.errors)")
      #expect(kept.output.contains("removed: 2 messages"))
      #expect(kept.errors.contains("message lights were not refreshed"))
      #expect(try light(), "Asterisk noticed by itself, so the test shows nothing")
      try leave(1)
      let done = try purge()
      #expect(done.status == 0, "\(done.errors)")
      #expect(!done.errors.contains("refreshed"))
      try Lab.waitFor { try !light() }
      let back = try Lab.vmscan([
        "restore", "--all", "--yes", "--asterisk-etc", lab.etc, "--spool", lab.spool, "--db",
        database, "--config", scratch.path + "/vmscan.yaml",
      ])
      #expect(back.status == 0, "\(back.errors)")
      try Lab.waitFor { try light() }
    }
  }
}

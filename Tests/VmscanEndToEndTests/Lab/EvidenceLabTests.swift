import Foundation
import Testing

/// Real Asterisk, a real mail server on loopback, and what became of each mail.
extension LabTests {
  @Suite(.enabled(if: Lab.isUp, Lab.whyNot))
  struct EvidenceLabTests {
    /// Mailbox of the lab's `mailtest` context and the grade its mail deserves.
    private static let fates = [
      "4001": "delivered", "4002": "delivered", "4004": "failed", "4006": "handedOver",
      "4007": "failed", "4012": "delivered", "4015": "noticeOnly",
    ]

    @Test
    func `grades equal what the mail server did, by its log and by the mailer's proof`() throws {
      let lab = try Lab()
      try Lab.ask("up", "--reset", "--mail", "postfix")
      defer { _ = try? Lab.ask("up", "--reset", "--mail", "sink") }
      let boxes = Self.fates.keys.sorted().map { $0 + "@mailtest" }
      try Lab.ask(["leave-message", "-j", "4"] + boxes)
      let log = try Lab.ask("path", "maillog").trimmingCharacters(in: .whitespacesAndNewlines)
      try waitForFates(in: log)
      #expect(try grades(lab, extra: ["--mail-log", log]) == Self.fates)

      try removeConfirmed(lab, log)
      let left = try grades(lab, extra: ["--mail-log", log])
      #expect(left == Self.fates.filter { $0.value != "delivered" })

      let journal = try installMailer(lab)
      try Lab.ask("leave-message", "1011")
      let entry = try waitForJournal(journal)
      #expect(entry.contains("judy@example.com"))
      let settings = try Scratch()
      let file = settings.path + "/vmscan.yaml"
      try "mailerJournal: \(journal)\n".write(toFile: file, atomically: true, encoding: .utf8)
      let graded = try grades(
        lab, extra: ["--mailbox", "1011@default"], config: file, context: "default")
      #expect(graded == ["1011": "handedOver"])
    }

    /// Confirmed delete-after-email, two hours later.
    private func removeConfirmed(_ lab: Lab, _ log: String) throws {
      let scratch = try Scratch()
      let settings = scratch.path + "/vmscan.yaml"
      try "deleteAfterConfirmedEmail: 1h\nmailLogs: [\(log)]\n".write(
        toFile: settings, atomically: true, encoding: .utf8)
      let later = Int(Date().timeIntervalSince1970) + 7200
      let done = try Program.run(
        Program.vmscan,
        [
          "purge", "--confirmed", "--context", "mailtest", "--yes", "--asterisk-etc", lab.etc,
          "--spool", lab.spool, "--asterisk-version", lab.version, "--db",
          // Other tests purge the same spool, so that there may be a quarantine without a history.
          scratch.path + "/vmscan.db", "--create", "--config", settings, "--now", "@\(later)",
        ], environment: ["TZ": "UTC"])
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output.contains("mail delivered to every recipient more than 60 minutes ago"))
    }

    private func grades(
      _ lab: Lab, extra: [String], config: String = "/dev/null", context: String = "mailtest"
    ) throws -> [String: String] {
      let scratch = try Scratch()
      let done = try Program.run(
        Program.vmscan,
        [
          "messages", "--context", context, "--asterisk-etc", lab.etc, "--spool", lab.spool,
          "--asterisk-version", lab.version, "--db", scratch.path + "/vmscan.db", "--format",
          "ndjson", "--config", config,
        ] + extra, environment: ["TZ": "UTC"])
      #expect(done.status == 0, "\(done.errors)")
      let rows = try done.lines.filter { !$0.isEmpty }.map {
        try JSONDecoder().decode(GradeLine.self, from: Data($0.utf8))
      }
      return Dictionary(
        rows.map { ($0.mailbox, $0.emailed) }, uniquingKeysWith: { first, _ in first })
    }

    /// Waits until the log tells the fate of every mail and page.
    private func waitForFates(in log: String) throws {
      let recipients = [
        "local@example.com", "remote@example.org", "full@example.org", "busy@example.org",
        "spam@example.org", "someone@gmail.com", "unknown@pager.example.org",
      ]
      try wait(for: "the fate of every mail in \(log)") {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n").filter { $0.contains(" status=") }
        return recipients.allSatisfy { address in
          lines.contains { $0.contains("<\(address)>") }
        }
      }
    }

    private func waitForJournal(_ directory: String) throws -> String {
      var text = ""
      try wait(for: "the end of a mail in \(directory)") {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        text = names.compactMap {
          try? String(contentsOfFile: directory + "/" + $0, encoding: .utf8)
        }
        .joined()
        return text.contains("\"exitStatus\":0")
      }
      return text
    }

    private func wait(for what: String, until isDone: () -> Bool) throws {
      let deadline = Date(timeIntervalSinceNow: 60)
      while !isDone() {
        guard Date() < deadline else { throw LabError(text: "waited 60 s in vain for \(what)") }
        usleep(100_000)
      }
    }

    /// Puts the binary with the libraries it needs into the lab and makes it the mail command.
    private func installMailer(_ lab: Lab) throws -> String {
      let root = try Lab.ask("path", "root").trimmingCharacters(in: .whitespacesAndNewlines)
      let place = root + "/lab/vmscan"
      try? FileManager.default.removeItem(atPath: place)
      try FileManager.default.createDirectory(
        atPath: place + "/lib", withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Program.vmscan, toPath: place + "/vmscan")
      for line in try Program.run("/usr/bin/ldd", [Program.vmscan]).lines {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count > 2, words[1] == "=>",
          words[2].contains("/swift/") || words[0].hasPrefix("libsqlite")
        else { continue }
        try FileManager.default.copyItem(
          atPath: String(words[2]), toPath: place + "/lib/" + String(words[0]))
      }
      let wrapper = """
        #!/bin/sh
        LD_LIBRARY_PATH=/lab/vmscan/lib exec /lab/vmscan/vmscan mailer \
        --journal /lab/vmscan/journal -- "$@"

        """
      try wrapper.write(toFile: place + "/mailer", atomically: false, encoding: .utf8)
      try Lab.ask("exec", "chmod", "755", "/lab/vmscan/mailer")
      try Lab.ask("exec", "install", "-d", "-o", "asterisk", "-m", "700", "/lab/vmscan/journal")
      let conf = lab.etc + "/voicemail.conf"
      let text = try String(contentsOfFile: conf, encoding: .utf8)
      #expect(text.contains("mailcmd = /usr/sbin/sendmail -t"))
      try text.replacing(
        "mailcmd = /usr/sbin/sendmail -t",
        with: "mailcmd = /lab/vmscan/mailer /usr/sbin/sendmail -t"
      ).write(toFile: conf, atomically: false, encoding: .utf8)
      try Lab.ask("cli", "voicemail", "reload")
      return place + "/journal"
    }
  }
}

private struct GradeLine: Decodable {
  var mailbox: String
  var emailed: String
}

import Foundation
import Testing
import VmscanModel

/// Real Asterisk judges the configuration reader and the counts.
extension LabTests {
  @Suite(.enabled(if: Lab.isUp, Lab.whyNot))
  struct AsteriskDifferentialTests {
    static let configurations: [String] = {
      let conf = Program.fixtures.appending(path: "conf").path
      let names = (try? FileManager.default.contentsOfDirectory(atPath: conf)) ?? []
      let own = names.sorted().map { "conf/" + $0 }
      return own + ["asterisk-22/etc", "asterisk-16/etc"]
    }()

    @Test(arguments: configurations)
    func `mailboxes, addresses and flags equal what Asterisk lists`(name: String) throws {
      let lab = try Lab()
      let before = try lab.users().map(\.id)
      try lab.withConfiguration(Program.fixtures.appending(path: name)) {
        let (ours, status) = try mailboxes(lab)
        let theirs = try lab.users()
        guard status != 6 else {
          #expect(theirs.map(\.id) == before, "Asterisk refuses it too and keeps what it had")
          return
        }
        #expect(ours.map(\.id).sorted() == theirs.map { shown($0.id) }.sorted())
        let groups = Dictionary(grouping: ours, by: \.id)
        for (id, users) in Dictionary(grouping: theirs, by: { shown($0.id) }) {
          for (mailbox, user) in zip(groups[id] ?? [], users) { compare(mailbox, user) }
        }
      }
    }

    @Test
    func `message counts of a live spool equal what Asterisk tells`() throws {
      let lab = try Lab()
      try Lab.ask("leave-message", "-j", "4", "-n", "2", "1001", "1011", "1012", "1001@sales")
      try Lab.ask("leave-message", "-o", "U", "1017")
      try Lab.ask("press", "1001", "1wwwwwwwwwwwwwwww#")
      let scratch = try Scratch()
      let done = try Program.vmscan(
        "scan", "--asterisk-etc", lab.etc, "--spool", lab.spool, "--asterisk-version", lab.version,
        "--db", scratch.path + "/vmscan.db", "--format", "json")
      #expect(done.status == 0, "\(done.errors)")
      let report = try JSONDecoder().decode(ScanDocument.self, from: Data(done.output.utf8))
      let counts = Dictionary(
        report.mailboxes.map { ("\($0.mailbox)@\($0.context)", $0.counts) },
        uniquingKeysWith: { first, _ in first })
      let users = try lab.users()
      for user in users {
        #expect("\(counts[user.id]?.new ?? -1)" == user["NewMessageCount"], "new of \(user.id)")
        #expect("\(counts[user.id]?.old ?? -1)" == user["OldMessageCount"], "old of \(user.id)")
      }
      #expect(users.contains { $0["NewMessageCount"] != "0" })
      #expect(users.contains { $0["OldMessageCount"] != "0" })
    }

    /// A name is shown up to its first blank or comma: where an arrow is missing, a PIN follows.
    private func shown(_ id: String) -> String {
      id.replacing(#/^([^ ,@]*)[ ,][^@]*@/#) { "\($0.output.1)...@" }
    }

    private func compare(_ mailbox: MailboxLine, _ user: LabUser) {
      let email = user["Email"] == "(null)" ? "" : user["Email"]
      #expect(raw(mailbox.email.joined(separator: "|")) == email, "e-mail of \(user.id)")
      #expect(raw(mailbox.pager ?? "") == user["Pager"], "pager of \(user.id)")
      let name = raw(mailbox.fullName).replacing("\r", with: "")
      #expect(name == user["Fullname"], "name of \(user.id); the lab drops carriage returns")
      #expect(mailbox.attach == (user["AttachMessage"] == "Yes"), "attach of \(user.id)")
      #expect(mailbox.deleteAfterEmail == (user["DeleteMessage"] == "Yes"), "delete of \(user.id)")
      #expect("\(mailbox.maxMessages)" == user["MaxMessageCount"], "maxmsg of \(user.id)")
      #expect(raw(mailbox.serverEmail) == user["ServerEmail"], "server e-mail of \(user.id)")
    }

    /// The bytes that the escaped text of a report stands for, one character each.
    private func raw(_ text: String) -> String { ByteText(unescaping: text).latin }

    private func mailboxes(_ lab: Lab) throws -> ([MailboxLine], Int32) {
      let done = try Program.vmscan(
        "mailboxes", "--asterisk-etc", lab.etc, "--spool", lab.spool, "--asterisk-version",
        lab.version, "--format", "ndjson")
      #expect([0, 3, 6].contains(done.status), "\(done.errors)")
      let lines = try done.lines.filter { $0.contains("\"mailbox\"") }.map {
        try JSONDecoder().decode(MailboxLine.self, from: Data($0.utf8))
      }
      return (lines, done.status)
    }
  }
}

/// The fields of `vmscan mailboxes --format ndjson` that are compared.
private struct MailboxLine: Decodable {
  var context: String
  var mailbox: String
  var fullName: String
  var email: [String]
  var pager: String?
  var attach: Bool
  var deleteAfterEmail: Bool
  var maxMessages: Int
  var serverEmail: String

  var id: String { ByteText(unescaping: mailbox + "@" + context).latin }
}

/// Tests that share the one Asterisk run one after the other.
@Suite(.serialized) struct LabTests {}

extension ByteText {
  /// One character a byte.
  fileprivate var latin: String { String(bytes.map { Character(Unicode.Scalar($0)) }) }
}

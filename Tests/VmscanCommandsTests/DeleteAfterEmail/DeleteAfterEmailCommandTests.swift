import Foundation
import Glibc
import Testing
import VmscanActions
import VmscanModel
import VmscanTestSupport

@testable import VmscanCommands

struct DeleteAfterEmailCommandTests {
  private static let text = """
    [general]
    format = wav
    [default]
    1001 => 481516,Alice Example,alice@example.com
    1002 => 481517,Bob Example,bob@gmail.com
    1003 => 481518,Carol Example,carol@example.com,,attach=no
    1004 => 481519,Dave Example
    [sales]
    1001 => 481520,Sales Queue,sales@example.com,,delete=yes

    """

  private func quiet() throws -> EditBench {
    let bench = try EditBench(Self.text)
    // As if it had stood still for long.
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000)],
      ofItemAtPath: bench.etc + "/voicemail.conf")
    return bench
  }

  @Test
  func `enable and restore through the command give the very bytes`() throws {
    let bench = try quiet()
    let done = bench.run("enable", "--mailbox", "1001", "--yes")
    #expect(done.status == .success, "\(done.errors)")
    #expect(bench.text().contains("alice@example.com,,delete=yes\n"))
    let change = try #require(done.change)
    let back = bench.run("restore", change, "--yes")
    #expect(back.status == .success, "\(back.errors)")
    #expect(bench.text() == Self.text)
    #expect(bench.run("restore", change, "--yes").status == .refused)
  }

  @Test
  func `disable brings the line back as it was before enable`() throws {
    let bench = try quiet()
    #expect(bench.run("enable", "--mailbox", "1001", "--yes").status == .success)
    #expect(bench.run("disable", "--mailbox", "1001", "--yes").status == .success)
    #expect(bench.text() == Self.text)
    #expect(bench.run("disable", "--mailbox", "1001@sales", "--yes").status == .success)
    #expect(bench.text().contains("sales@example.com,,\n"))
  }

  @Test
  func `restore after another change sets the option back and keeps the other change`() throws {
    let bench = try quiet()
    let change = try #require(bench.run("enable", "--mailbox", "1001", "--yes").change)
    let rewritten = bench.text().replacing("481517", with: "998877")
    try bench.write(Array(rewritten.utf8), to: "voicemail.conf")
    let back = bench.run("restore", change, "--yes")
    #expect(back.status == .success, "\(back.errors)")
    #expect(back.output.contains("only the options of the change"))
    #expect(bench.text().contains("998877"))
    #expect(!bench.text().contains("alice@example.com,,delete=yes"))
  }

  @Test
  func `a read-only file gets its very bytes back with the consent it was edited with`() throws {
    let bench = try quiet()
    chmod(bench.etc + "/voicemail.conf", 0o444)
    let consent = ["--yes", "--override", "read-only-file"]
    let change = try #require(bench.run(["enable", "--mailbox", "1001"] + consent).change)
    let refused = bench.run("restore", change, "--yes")
    #expect(refused.status == .refused && refused.output.contains("read-only-file"))
    #expect(!refused.output.contains("since") && bench.text() != Self.text)
    let back = bench.run(["restore", change] + consent)
    #expect(back.status == .success && back.output.contains("the very bytes"), "\(back.errors)")
    #expect(bench.text() == Self.text)
  }

  @Test(arguments: [
    ("1002", "personal-destination"), ("1003", "attach-off"), ("1004", "no-address"),
  ])
  func `a dangerous mailbox is refused with its reason`(mailbox: String, reason: String) throws {
    let bench = try quiet()
    let done = bench.run("enable", "--mailbox", mailbox, "--yes")
    #expect(done.status == .refused)
    #expect(done.output.contains(reason))
    #expect(bench.text() == Self.text)
    let forced = bench.run("enable", "--mailbox", mailbox, "--yes", "--override", reason)
    #expect(forced.status == .success, "\(forced.errors)")
    #expect(bench.text() != Self.text)
  }

  @Test
  func `with-attach sets both options in one edit`() throws {
    let bench = try quiet()
    #expect(bench.run("enable", "--mailbox", "1003", "--with-attach", "--yes").status == .success)
    #expect(bench.text().contains("carol@example.com,,attach=yes|delete=yes\n"))
  }

  @Test
  func `a selection edits what is safe and leaves the rest alone`() throws {
    let bench = try quiet()
    let done = bench.run("enable", "--all", "--yes")
    #expect(done.status == .success, "\(done.errors)")
    #expect(done.output.contains("1002@default: left alone"))
    #expect(done.output.contains("as wanted already: 1001@sales"))
    #expect(bench.text().components(separatedBy: "delete=yes").count == 3)
    let byClass = bench.run("enable", "--destination-class", "personal", "--yes")
    #expect(byClass.status == .refused)
    #expect(!byClass.output.contains("1001@default"))
  }

  @Test
  func `without consent nothing changes`() throws {
    let bench = try quiet()
    #expect(bench.run("enable", "--mailbox", "1001").status == .refused)
    #expect(bench.run("enable", "--mailbox", "1001", answer: "yes").status == .refused)
    #expect(bench.run("enable", "--mailbox", "1001", "--dry-run").status == .success)
    #expect(bench.run("enable", "--yes").status == .refused, "no mailbox is named")
    #expect(bench.run("enable", "--all", "--override", "line-too-long").status == .usage)
    #expect(bench.text() == Self.text)
    #expect(bench.run("enable", "--mailbox", "1001", answer: "enable 1").status == .success)
  }

  @Test
  func `a plan is written without PINs and applied later`() throws {
    let bench = try quiet()
    let file = "\(bench.directory.path)/plan.json"
    #expect(bench.run("enable", "--mailbox", "1001", "--plan-out", file).status == .success)
    #expect(bench.text() == Self.text)
    let plan = String(decoding: try TestFiles.read(ByteText(file)), as: UTF8.self)
    #expect(!plan.contains("48151") && plan.contains("delete=yes"))
    #expect(bench.run("disable", "--apply", file, "--yes").status == .refused)
    let done = bench.run("enable", "--apply", file, "--yes")
    #expect(done.status == .success, "\(done.errors)")
    #expect(bench.text().contains("alice@example.com,,delete=yes\n"))
    #expect(bench.run("enable", "--apply", file, "--yes").status == .refused)
  }

  @Test(arguments: ["root:x:0:0::/root:/bin/sh\n", "{}", "[]", ""])
  func `what is no plan is said to be none`(text: String) throws {
    let bench = try quiet()
    let file = "\(bench.directory.path)/plan.json"
    try TestFiles.write(Array(text.utf8), to: ByteText(file))
    let done = bench.run("enable", "--apply", file, "--yes")
    #expect(done.status == .usage)
    #expect(done.errors.contains("'\(file)': it is not a plan of this program"), "\(done.errors)")
    #expect(!done.errors.contains("DecodingError") && done.errors.contains("--plan-out"))
  }

  @Test
  func `no PIN is printed or stored in history, and backups are private`() throws {
    let bench = try quiet()
    let done = bench.run("enable", "--all", "--yes")
    let status = bench.run("status", "--format", "json")
    for text in [done.output, done.errors, status.output] { #expect(!text.contains("48151")) }
    let database = try Data(contentsOf: URL(filePath: bench.database))
    #expect(database.range(of: Data("48151".utf8)) == nil)
    let root = "\(bench.directory.path)/db/config-backups"
    for name in FileManager.default.subpaths(atPath: root) ?? [] {
      let mode =
        try FileManager.default.attributesOfItem(atPath: root + "/" + name)[.posixPermissions]
        as? Int
      #expect(mode.map { $0 & 0o077 } == 0, "\(name)")
    }
  }

  @Test
  func `status tells the state of every mailbox`() throws {
    let bench = try quiet()
    let status = bench.run("status")
    #expect(status.status == .success)
    let lines = status.output.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("1001@default  off ") })
    #expect(lines.contains { $0.hasPrefix("1001@sales    asterisk ") })
    #expect(lines.contains { $0.contains("1004@default") && $0.contains("no-address") })
  }

  @Test
  func `the setting for confirmed deletion is read with its places`() throws {
    func load(_ yaml: String) throws -> Settings {
      try SettingsLoader(environment: [:], readFile: { _ in yaml }).load(file: nil) { _ in [] }
    }
    let plain = try load("deleteAfterConfirmedEmail: 1d\n").confirmedDeletion
    #expect(plain.grace(of: MailboxID(context: "default", mailbox: "1")) == .days(1))
    let table = try load(
      """
      deleteAfterConfirmedEmail:
        default: never
        contexts: {sales: 2d}
        mailboxes: {"7@sales": never}
      """
    ).confirmedDeletion
    #expect(table.grace(of: MailboxID(context: "default", mailbox: "1")) == nil)
    #expect(table.grace(of: MailboxID(context: "sales", mailbox: "1")) == .days(2))
    #expect(table.grace(of: MailboxID(context: "sales", mailbox: "7")) == nil)
    #expect(throws: SettingsError.self) { try load("deleteAfterConfirmedEmail: 0d\n") }
    #expect(throws: SettingsError.self) {
      try load("deleteAfterConfirmedEmail: {mailboxes: {\"@x\": 1d}}\n")
    }
  }
}

import Glibc
import Testing
import VmscanModel

@testable import VmscanSources

/// Files of the user who runs the tests, looked at as another user.
struct AsteriskAccessTests {
  struct Case: CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var modes: [(name: String, mode: mode_t)]
    /// The files that are reported, with a word of what comes of it.
    var told: [(file: String, effect: String)]
  }

  static let cases: [Case] = [
    Case(testDescription: "all open", text: "#include vm/*.conf\n", modes: [], told: []),
    Case(
      testDescription: "the file itself", text: "", modes: [("voicemail.conf", 0o600)],
      told: [("voicemail.conf", "has no mailbox of this file")]),
    Case(
      testDescription: "an included file", text: "#include vm/1.conf\n",
      modes: [("vm/1.conf", 0o600)], told: [("vm/1.conf", "the load fails")]),
    Case(
      testDescription: "one of a pattern", text: "#include vm/*.conf\n",
      modes: [("vm/1.conf", 0o600)], told: [("vm/1.conf", "skips it")]),
    Case(
      testDescription: "all of a pattern", text: "#include vm/*.conf\n",
      modes: [("vm/1.conf", 0o600), ("vm/2.conf", 0o600)],
      told: [("vm/1.conf", "the load fails"), ("vm/2.conf", "the load fails")]),
    Case(
      testDescription: "one that need not be there", text: "#tryinclude vm/1.conf\n",
      modes: [("vm/1.conf", 0o600)], told: [("vm/1.conf", "skips it")]),
    Case(
      testDescription: "included by an included one", text: "#include vm/3.inc\n",
      modes: [("vm/1.conf", 0o600)], told: [("vm/1.conf", "is not read beyond that line")]),
    Case(
      testDescription: "a closed directory", text: "#include vm/*.conf\n", modes: [("vm", 0o700)],
      told: [("vm/1.conf", "the load fails"), ("vm/2.conf", "the load fails")]),
    Case(
      testDescription: "a directory that cannot be listed, by pattern",
      text: "#include vm/*.conf\n", modes: [("vm", 0o711)],
      told: [("vm/1.conf", "the load fails"), ("vm/2.conf", "the load fails")]),
    Case(
      testDescription: "a directory that cannot be listed, by name", text: "#include vm/1.conf\n",
      modes: [("vm", 0o711)], told: []),
    Case(
      testDescription: "users.conf", text: "", modes: [("users.conf", 0o600)],
      told: [("users.conf", "does as if there were none")]),
    Case(
      testDescription: "asterisk.conf is read by root", text: "",
      modes: [("asterisk.conf", 0o600)], told: []),
    Case(
      testDescription: "the whole directory", text: "", modes: [("", 0o700)],
      told: [
        ("users.conf", "does as if"), ("voicemail.conf", "has no mailbox of this file"),
      ]),
  ]

  @Test(arguments: cases)
  func `files that another user cannot read are told with their effect`(_ test: Case) throws {
    let tree = Self.tree(test.text)
    for (name, mode) in test.modes { chmod(tree.path + (name.isEmpty ? "" : "/" + name), mode) }
    var reading = ConfigurationPass(
      etcDirectory: ByteText(tree.path), spoolOverride: ByteText(tree.path + "/none"),
      version: ConfFixtures.asterisk22)
    reading.run()
    #expect(reading.configuration.mailboxes.count >= 1)
    #expect(!reading.configuration.has(.closedToAsterisk))
    reading.configuration.asterisk.user = Self.stranger
    let conf = try #require(reading.voicemail)
    reading.noteClosed(conf)
    let notices = reading.configuration.notices.filter { $0.kind == .closedToAsterisk }
      .sorted { $0.origin.file < $1.origin.file }
    #expect(
      notices.map(\.origin.file) == test.told.map { ByteText(tree.path + "/" + $0.file) })
    for (notice, told) in zip(notices, test.told) {
      #expect(notice.detail.unmasked.contains(told.effect), "\(notice.detail)")
      #expect(notice.detail.unmasked.contains("'asterisk'"))
    }
    chmod(tree.path, 0o755)
  }

  private static let stranger = AsteriskUser(
    name: "asterisk", id: 54_321, groupName: "asterisk", groups: [54_321])

  private static func tree(_ text: String) -> TemporaryTree {
    let tree = TemporaryTree()
    chmod(tree.path, 0o755)
    let files = [
      "voicemail.conf": "[a]\n1 => 1\n" + text, "vm/1.conf": "2 => 2\n", "vm/2.conf": "3 => 3\n",
      "vm/3.inc": "#include vm/1.conf\n", "users.conf": "[general]\n", "asterisk.conf": "",
    ]
    for (name, text) in files { tree.write(name, text, mode: 0o644) }
    chmod(tree.path + "/vm", 0o755)
    return tree
  }

  // MARK: whom Asterisk runs as

  @Test func `the user is the one of asterisk.conf, otherwise the spool's owner`() throws {
    let tree = TemporaryTree(["voicemail.conf": "[a]\n1 => 1\n", "spool/x": ""])
    let owner = try #require(tree.read().asterisk.user)
    #expect(owner.id == geteuid() && owner.groups.first == getegid())
    tree.write("asterisk.conf", "[options]\nrunuser = root\nrungroup = root\n")
    let root = try #require(tree.read().asterisk.user)
    #expect(root.id == 0 && root.name == "root" && root.groupName == "root")
    tree.write("asterisk.conf", "[options]\nrunuser = nobody-of-that-name\n")
    #expect(tree.read().asterisk.user?.id == geteuid())
  }

  @Test func `a copy of a site has no user, its own directory seen from outside has one`() {
    let tree = TemporaryTree(["etc/asterisk/voicemail.conf": "[a]\n1 => 1\n", "spool/x": ""])
    func user(_ named: String) -> AsteriskUser? {
      tree.write("etc/asterisk/asterisk.conf", "[directories]\nastetcdir => \(named)\n")
      return VoicemailConfigReader.read(
        etcDirectory: ByteText(tree.path + "/etc/asterisk/"),
        spoolOverride: ByteText(tree.path + "/spool")
      ).asterisk.user
    }
    #expect(user("/etc/asterisk") != nil)
    #expect(user("/etc/asterisk/") != nil)
    #expect(user(tree.path + "/etc/asterisk") != nil)
    #expect(user("/usr/local/etc/asterisk") == nil)
  }
}

import Glibc
import Testing
import VmscanModel

@testable import VmscanSources

struct OwnerNumberTests {
  private static let box = MailboxID(context: "default", mailbox: "6001")
  private static let voicemail = "[default]\n6001 => 7391,Ann\n"

  static let texts: [(file: String, text: String, numbers: [String])] = [
    (
      "pjsip.conf",
      "[6001]\ntype=endpoint\nmailboxes=6001@default\ncallerid=\"Ann\" <+3225557391>\n",
      ["3225557391"]
    ),
    (
      "pjsip.conf",
      "[base](!)\ntype=endpoint\ncallerid=Lobby <100>\n[a](base)\n"
        + "mailboxes=6001@Default,7000@x\ncallerid=+32 2 555 73 91\n[a]\ntype=aor\n",
      ["3225557391"]
    ),
    ("pjsip.conf", "[a]\ntype=aor\nmailboxes=6001@default\ncallerid=<+3225557391>\n", []),
    ("pjsip.conf", "[a](!)\ntype=endpoint\nmailboxes=6001@default\ncallerid=<32255>\n", []),
    ("pjsip.conf", "[a]\ntype=endpoint\nmailboxes=6001@other\ncallerid=<32255>\n", []),
    ("pjsip.conf", "[a]\ntype=endpoint\nmailboxes=6001@default\ncallerid=Room 7391\n", []),
    ("pjsip.conf", "[a]\ntype=endpoint\nmailboxes=6001@default\ncallerid=\"A\" <91>\n", []),
    ("pjsip.conf", "[a\n", []),
    (
      "sip.conf",
      "[general]\ncallerid=<1>\n[6001]\nmailbox=6001\ncallerid=Ann <555-7391>\n"
        + "cid_number=5557392\n",
      ["5557391", "5557392"]
    ),
    ("sip.conf", "[6001]\nmailbox=6001@default\nfullname=Ann\n", []),
    ("users.conf", "[6001]\nhasvoicemail=yes\nvmsecret=1\ncid_number=3225557391\n", ["3225557391"]),
    ("users.conf", "[6001]\nhasvoicemail=yes\ncallerid=\"Ann\" <5557391>\n", ["5557391"]),
    ("users.conf", "[6001]\nhasvoicemail=no\ncid_number=3225557391\n", []),
  ]

  @Test(arguments: texts)
  func `numbers come from the owner's telephone`(_ file: String, _ text: String, _ want: [String]) {
    let tree = TemporaryTree(["voicemail.conf": Self.voicemail, file: text])
    let found = tree.read(version: AsteriskVersion(18, 20))
    withExtendedLifetime(tree) { #expect(Self.numbers(found)[Self.box] == want) }
    #expect(found.coverage.isComplete && found.coverage.problems.isEmpty)
  }

  /// What `users.conf` says and what the devices of the other files do.
  private static func numbers(_ configuration: VoicemailConfiguration) -> OwnerNumbers {
    var numbers = configuration.ownerNumbers
    for device in CredentialConfigReader.read(configuration).devices {
      for link in device.mailboxes {
        for number in device.numbers { numbers.add(number.bytes, of: link.mailbox) }
      }
    }
    return numbers
  }

  @Test func `included files count, and a mailbox is found in any case`() {
    let tree = TemporaryTree([
      "voicemail.conf": "[Default]\nann => 7391,Ann\n", "pjsip.conf": "#include pjsip.d/*.conf\n",
      "pjsip.d/a.conf": "[a]\ntype=endpoint\nmailboxes=ANN@default\ncallerid=<3225557391>\n",
    ])
    let found = tree.read()
    withExtendedLifetime(tree) {
      #expect(Self.numbers(found)[found.mailboxes[0].id] == ["3225557391"])
    }
  }

  @Test func `a file of devices that is too large hides no voicemail and is named`() {
    let tree = TemporaryTree(["voicemail.conf": Self.voicemail, "sip.conf": ""])
    #expect(truncate(tree.path + "/sip.conf", (64 << 20) + 1) == 0)
    let found = tree.read(version: AsteriskVersion(18, 20))
    #expect(found.coverage.problems.isEmpty)
    let devices = withExtendedLifetime(tree) { CredentialConfigReader.read(found) }
    #expect(devices.coverage.problems.map(\.kind) == [.unreadable])
  }

  @Test func `numbers show themselves nowhere`() {
    var numbers = OwnerNumbers()
    numbers.add("3225557391".utf8, of: Self.box)
    var dumped = ""
    dump(numbers, to: &dumped)
    #expect(!"\(numbers) \(String(reflecting: numbers)) \(dumped)".contains("7391"))
  }
}

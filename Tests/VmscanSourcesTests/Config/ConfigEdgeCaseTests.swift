import Testing
import VmscanModel

/// The numbered configuration cases of what is known about Asterisk's reading.
struct ConfigEdgeCaseTests {
  struct Case: CustomTestStringConvertible {
    var number: Int
    var line: String
    var pin: String?
    var email: String?
    var pager: String?
    var attach = true
    var delete = false
    var notice: ConfigNotice.Kind?
    var testDescription: String { "case \(number)" }
  }

  static let lines: [Case] = [
    Case(number: 1, line: "1 =>", pin: ""),
    Case(number: 2, line: "1 => ,,,,", pin: "", email: "", pager: ""),
    Case(number: 3, line: "1 = 12;34,Foo", pin: "12", notice: .semicolonCutsLine),
    Case(number: 4, line: "1 => 12\\;34,A", pin: "12;34"),
    Case(
      number: 5, line: "1 => 1,A,a@x,delete=yes", email: "a@x", pager: "delete=yes",
      notice: .optionsInPagerField),
    Case(
      number: 5, line: "1 => 1,A,delete=yes", email: "delete=yes", notice: .optionsInPagerField),
    Case(
      number: 6, line: "1 => 1,A,a@x,,attach=yes,delete=yes", email: "a@x", pager: "",
      attach: false, notice: .commaInOptions),
    Case(
      number: 7, line: "1 => 1,A,a@x,, attach=no | delete=yes", email: "a@x", pager: "",
      notice: .blankAroundOption),
    Case(
      number: 8, line: "1 => 1,A,a@x,,delete=yes;x", email: "a@x", pager: "", delete: true,
      notice: .semicolonCutsLine),
    Case(
      number: 9, line: "1 => 1,A,a@x,,delete=2", email: "a@x", pager: "",
      notice: .untrueFlagWord),
    Case(
      number: 9, line: "1 => 1,A,a@x,,delete=", email: "a@x", pager: "",
      notice: .untrueFlagWord),
    Case(
      number: 9, line: "1 => 1,A,a@x,,delete", email: "a@x", pager: "",
      notice: .malformedOption),
    Case(number: 10, line: "1 => 1,A,a@x,,DELETE=On", email: "a@x", pager: "", delete: true),
    Case(
      number: 10, line: "1 => 1,A,a@x,,deletevoicemail=t", email: "a@x", pager: "",
      delete: true),
    Case(
      number: 15, line: "1 => 13,\"Last, First\",a@x", email: " First\"", pager: "a@x",
      notice: .quotedField),
    Case(number: 16, line: "1 => 1,A, a@x | b@y ", email: " a@x | b@y", notice: .blankInAddress),
    Case(number: 17, line: "1 => 1,A,a@x|", email: "a@x|", notice: .emptyRecipient),
    Case(
      number: 26, line: "1 => 1,A,a@x,,attach=yes\n1 += |delete=yes", email: "a@x", pager: "",
      attach: false, delete: true, notice: .blankAroundOption),
    Case(
      number: 26, line: "1 => 1,A,a@x\n1 += |delete=yes", email: "a@x |delete=yes",
      notice: .blankInAddress),
    Case(
      number: 29, line: "1 => 1,A,a@x,,maxmsg=abc", email: "a@x", pager: "",
      notice: .greetingsOnlyMailbox),
    Case(number: 101, line: "1 => 4821|N|a@x", pin: "4821|N|a@x", notice: .oldSyntax),
    Case(
      number: 102, line: "1 => 1,A,a@x.org,b@X.org,,attach=yes", email: "a@x.org",
      pager: "b@X.org", notice: .commaSeparatedAddresses),
    Case(
      number: 107, line: "1 => 1,A,a@x.org,pager@x.org", email: "a@x.org", pager: "pager@x.org",
      notice: nil),
    Case(
      number: 108, line: "1 => 1,A,a@x,,attach=no\r|delete=yes", email: "a@x", pager: "",
      attach: false, delete: true, notice: .ignoredLine),
    Case(number: 103, line: "1 => 1,A, ", email: "", notice: nil),
    Case(number: 104, line: "1 => 1,A, ,,", email: " ", pager: "", notice: .emptyRecipient),
    Case(
      number: 105, line: "1 => 1,A,a@x,,delet=yes", email: "a@x", pager: "",
      notice: .unknownOption),
    Case(
      number: 106, line: "1 => 1,A,a@x,,attachfmt=ogg", email: "a@x", pager: "",
      notice: .attachFormatNotRecorded),
  ]

  @Test(arguments: lines)
  func `line means what Asterisk makes of it`(_ item: Case) throws {
    let configuration = readConfig("[default]\n\(item.line)\n")
    let mailbox = try #require(configuration.mailboxes.first)
    #expect(configuration.mailboxes.count == 1)
    #expect(mailbox.id.description == "1@default")
    if let pin = item.pin { #expect(mailbox.hasPIN(pin)) }
    #expect(mailbox.emailField.map(\.description) == item.email)
    #expect(mailbox.pager.map(\.description) == item.pager)
    #expect(mailbox.attach.value == item.attach)
    #expect(mailbox.deleteAfterEmail.value == item.delete)
    if let notice = item.notice {
      #expect(configuration.has(notice, line: 2))
    } else {
      #expect(configuration.notices.filter { $0.kind != .rewriteHazard } == [])
    }
  }

  /// The PIN would be told with the name, and stored.
  @Test func `a line without its arrow keeps its PIN to itself`() throws {
    let configuration = readConfig("[default]\n1001 481516,Ann,ann@x.org,,attach=yes\n")
    #expect(configuration.mailboxes.map(\.id.description) == ["1001...@default"])
    #expect(configuration.has(.missingArrow, line: 2))
  }

  /// 21 of 276 real sites keep mailboxes there.
  @Test func `mailboxes of users_conf are not none when the release is not known`() {
    let users = ["users.conf": "[6001]\nhasvoicemail=yes\n"]
    let text = "[default]\n"
    #expect(!readConfig(text, users, version: nil).coverage.isComplete)
    #expect(readConfig(text, users, version: AsteriskVersion(23)).coverage.isComplete)
    #expect(readConfig(text, users, version: AsteriskVersion(20)).mailboxes.count == 1)
  }

  @Test func `options where lines and addresses belong are nobody's addresses`() throws {
    let configuration = readConfig(
      "[default]\nserveremail=pbx@gmail.com\n1 => 1,A,attach=yes|a@x.org,delete=yes\n")
    #expect(configuration.mailboxes.map(\.isMisreadLine) == [true, false])
    #expect(configuration.mailboxes.last?.recipientAddresses == ["a@x.org"])
    #expect(configuration.mailboxes.last?.recipientPager == nil)
  }

  @Test func `a directory of tryinclude that is not there is not unread`() {
    #expect(readConfig("#tryinclude vm.d/*.conf\n[default]\n1 => 1\n").coverage.isComplete)
  }

  static let files: [(number: Int, text: String, boxes: [String], notice: ConfigNotice.Kind)] = [
    (11, "[general]\ndelete=yes\n[a]\n1 => 1\n", ["1@a"], .deleteInGeneral),
    (12, "[general]\nattach=enabled\n[a]\n1 => 1\n", ["1@a"], .untrueFlagWord),
    (13, "[general]\nattach=no\nattach=yes\n[a]\n1 => 1\n", ["1@a"], .shadowedGeneralOption),
    (14, "[general]\n[general]\nattach=no\n[a]\n1 => 1\n", ["1@a"], .secondGeneral),
    (18, "[a]\n1 => 1,A,a@x\n1 => 2,B,b@x\n", ["1@a"], .duplicateMailbox),
    (19, "[t](!)\n1 => 1\n[a](t)\n1 => 2\n", ["1@a"], .templateOverrideIgnored),
    (20, "[a]\n1 => 1\n#include b.conf\n", ["1@a", "2@a"], .rewriteHazard),
    (21, "[a]\n1 => 1\n[A]\n1 => 1\n2 => 2\n", ["1@a", "2@A"], .caseVariantContext),
    (24, "[a]\n1 => 1,Bob --; VIP\n2 => 2\n", ["1@a"], .strayBlockCommentEnd),
    (25, "[c] (!)\n1 => 1\n", ["1@c"], .versionUnknown),
    (27, "[aliases]\n55@dev => 1@a\n", ["55@dev@aliases"], .aliasesReadAsMailboxes),
    (28, "[a]\nattach=yes\n", ["attach@a"], .optionReadAsMailbox),
    (34, "[a]\n1 => 1\n", ["1@a"], .versionUnknown),
    (35, "[a]\n../b => 1\n", ["../b@a"], .unsafeName),
    (107, "[zonemessages]\n1 => 1,A,a@x\n[a]\n1 => 1\n", ["1@a"], .mailboxInZoneMessages),
    (108, "[a]\n1 => 1\n*2 => 1\n", ["1@a"], .ignoredMailboxName),
    (109, "[general]\nformat=wav|mp9\n[a]\n1 => 1\n", ["1@a"], .unknownFormat),
    (110, "[general]\nmaxmsg=-1\n[a]\n1 => 1\n", ["1@a"], .invalidMaxMessages),
    (111, "[a]\n1 => 1\n;-- \n2 => 2\n", ["1@a"], .unclosedBlockComment),
    (112, "[a]\n1 => 1\n#exec x\n", ["1@a"], .execInclude),
    (113, "[a]\n1 => 1\n#2 => 1\n", ["1@a"], .unknownDirective),
    (114, "[a]\n1 => 1\nnothing\n", ["1@a"], .ignoredLine),
    (115, "[a]\n1 => 1,A\u{0}B\n", ["1@a"], .nulByte),
    (116, "[a]\n1 => 1,\(String(repeating: "n", count: 90))\n", ["1@a"], .truncatedField),
  ]

  @Test(arguments: files)
  func `file gives these mailboxes and says why`(
    _ number: Int, _ text: String, _ boxes: [String], _ notice: ConfigNotice.Kind
  ) {
    let configuration = readConfig(
      text, ["b.conf": "[A](+)\n2 => 2\n", "asterisk.conf": "[directories](!)\nastspooldir=/x\n"],
      version: nil)
    #expect(configuration.mailboxes.map(\.id.description) == boxes)
    #expect(configuration.has(notice))
    #expect(configuration.coverage.isComplete == (notice != .unsafeName))
  }

  @Test func `case 30, 31: long lines and byte order marks`() {
    let long = String(repeating: "x", count: 9000)
    let configuration = readConfig(
      "[a]\n1 => \(long)\n#include vm/*.conf\n",
      ["vm/1.conf": "[b]\n", "vm/2.conf": "\u{FEFF}[c]\n2 => 2\n"])
    #expect(configuration.mailboxes.map(\.id.description) == ["2@b"])
    #expect(configuration.has(.overlongLine, line: 2))
    #expect(configuration.has(.byteOrderMark, line: 1))
  }

  @Test func `case 22, 23: missing includes fail the load, faults in included files do not`() {
    let missing = readConfig("[a]\n1 => 1\n#include none.conf\n")
    #expect(missing.status == .invalid && missing.has(.missingInclude, line: 3))
    #expect(missing.coverage.problems.map(\.kind) == [.invalid])
    let broken = readConfig("[a]\n#include b.conf\n2 => 2\n", ["b.conf": "1 => 1\n[bad\n3 => 3\n"])
    #expect(broken.status == .loaded)
    #expect(broken.mailboxes.map(\.id.description) == ["1@a", "2@a"])
    #expect(broken.has(.syntaxError, line: 2))
  }

  @Test func `case 32: a database instead of the file is told and hides data`() {
    let configuration = readConfig(
      "[a]\n1 => 1\n",
      [
        "extconfig.conf": "[settings]\nvoicemail.conf => odbc,ast\nvoicemail => odbc,ast,vm\n"
          + "voicemail_data => odbc,ast\nsippeers => odbc,ast\n"
      ])
    #expect(configuration.asterisk.realtimeStatic?.line == 2)
    #expect(configuration.asterisk.realtimeMailboxes?.line == 3)
    #expect(configuration.asterisk.realtimeEnvelopes?.line == 4)
    #expect(configuration.has(.realtimeStatic) && configuration.has(.realtimeMailboxes))
    #expect(configuration.coverage.problems.map(\.kind) == [.elsewhere, .elsewhere])
    #expect(!configuration.coverage.isComplete)
  }

  @Test func `case 33: users.conf wins before 23`() {
    let users = """
      [general]
      hasvoicemail = yes
      [1]
      secret = 77
      vmsecret = 88
      email = users@x
      delete = yes
      context = phones
      [2]
      hasvoicemail = no
      [3]
      secret = *1
      """
    let text = "[default]\n1 => 1,A,file@x\n2 => 2\n"
    let older = readConfig(text, ["users.conf": users])
    #expect(older.mailboxes.map(\.id.description) == ["1@default", "3@default", "2@default"])
    #expect(older.mailboxes[0].source == .usersConf)
    #expect(older.mailboxes[0].emailField == "users@x")
    #expect(older.mailboxes[0].deleteAfterEmail.value)
    #expect(older.mailboxes[0].deleteAfterEmail.origin?.line == 7)
    #expect(older.mailboxes[0].hasPIN("88"))
    #expect(older.mailboxes[1].hasPIN(""))
    #expect(older.has(.duplicateMailbox) && older.has(.usersConf, line: 3))
    let newer = readConfig(text, ["users.conf": users], version: AsteriskVersion(23))
    #expect(newer.mailboxes.map(\.id.description) == ["1@default", "2@default"])
    #expect(!newer.has(.usersConf))
    #expect(readConfig(text, ["users.conf": users], version: nil).has(.usersConf))
  }
}

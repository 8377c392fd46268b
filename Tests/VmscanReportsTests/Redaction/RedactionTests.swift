import Testing
import VmscanModel
import VmscanReports

struct RedactionTests {
  @Test(arguments: [
    (Redaction.Level.admin, "***67"), (.auditor, "***67"), (.officer, "(hidden)"),
  ])
  func `a caller never shows whole by default`(level: Redaction.Level, shown: String) {
    #expect(Redaction(level).caller("\"Dan Example\" <15551234567>") == ByteText(shown))
  }

  @Test(
    arguments: [
      ("alice@example.com", "***@example.com"), ("alice@localhost", "***@localhost"),
      ("a@b@bücher.example", "***@bücher.example"), ("alice@[192.0.2.7]", "***@[192.0.2.7]"),
      ("bob@example.com (Ann Smith)", "***"), ("bob@example.com Ann Smith", "***"),
      ("Bob <bob@example.com>", "***"), ("bob@", "***"), ("annsmith", "***"), ("a@[]", "***"),
      ("a@example.com:b", "***"), ("a@Ann\u{2028}Smith", "***"),
    ] as [(ByteText, ByteText)])
  func `nothing shows of an address that does not end in a domain`(
    _ address: ByteText, _ shown: ByteText
  ) {
    #expect(Redaction(.officer).address(address) == shown)
    #expect(Redaction(.admin).address(address) == address)
  }

  @Test(arguments: [Redaction.Level.officer, .auditor])
  func `the sender of a mailbox's mails is masked as every address is`(level: Redaction.Level)
    throws
  {
    var box = Sample.configured[0]
    box.serverEmail = Setting("ann.smith@example.com")
    let forms = [
      CSVReport(redaction: Redaction(level)).mailboxes([box]),
      try JSONReport(redaction: Redaction(level)).mailboxes([box]),
      try NDJSONReport(redaction: Redaction(level)).line(box),
    ]
    for form in forms {
      let text = String(decoding: form, as: UTF8.self)
      #expect(!text.contains("ann.smith"))
      #expect(text.contains("***@example.com"))
    }
  }

  @Test func `only an admin who asks sees the caller`() {
    let caller: ByteText = "\"Dan Example\" <15551234567>"
    #expect(Redaction(.admin, showsCallers: true).caller(caller) == caller)
    #expect(Redaction(.auditor, showsCallers: true).caller(caller) == "***67")
  }

  @Test(arguments: ["1002", "\"Dan\" <123456>", "anonymous", "<>"] as [ByteText])
  func `a short number is hidden whole`(caller: ByteText) {
    #expect(Redaction(.admin).caller(caller) == "(hidden)")
  }

  @Test(arguments: [
    (Redaction.Level.admin, "Alice Example", "alice@gmail.com"),
    (.auditor, "A. E.", "a***@gmail.com"), (.officer, "(hidden)", "***@gmail.com"),
  ])
  func `names and addresses follow the level`(
    level: Redaction.Level, name: String, address: String
  ) {
    #expect(Redaction(level).name("Alice Example") == ByteText(name))
    #expect(Redaction(level).address("alice@gmail.com") == ByteText(address))
  }

  @Test func `a sentence keeps mailboxes and loses names and addresses`() {
    let sentence: Sentence = """
      \(MailboxID(context: "default", mailbox: "1001")): \(address: "a@b.example") fits \
      \([.name("Al Bo"), .text("my words")]) of \(domain: "b.example"), called \
      \(caller: "15551234567")
      """
    #expect(
      Redaction(.officer).plain(sentence)
        == "1001@default: ***@b.example fits (hidden), (hidden) of b.example, called (hidden)")
    #expect(
      Redaction(.auditor).plain(sentence)
        == "1001@default: a***@b.example fits A. B., (hidden) of b.example, called ***67")
    #expect(
      Redaction(.admin).plain(sentence)
        == "1001@default: a@b.example fits Al Bo, my words of b.example, called ***67")
  }

  @Test func `no output for an officer holds a name or a local part`() {
    let text = TextReport(redaction: Redaction(.officer)).scan(Sample.report)
    #expect(!text.contains("Alice"))
    #expect(!text.contains("carol@"))
    #expect(text.contains("***@mailinator.com"))
  }
}

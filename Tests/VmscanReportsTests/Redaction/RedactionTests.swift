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

  /// What the journal of a purge says to whoever is no administrator.
  @Test(
    arguments: [
      (
        "policy",
        ["policy": "policy version 3; messages in every folder", "policyOwner": "Ann Smith"],
        "policy version 3; messages in every folder", "policy version 3; messages in every folder"
      ),
      // As earlier builds wrote it.
      ("policy", ["policy": "policy version 3 of Ann Smith; messages"], "(hidden)", "(hidden)"),
      (
        "policy", ["policy": "messages older than 30d"], "messages older than 30d",
        "messages older than 30d"
      ),
      ("policyOwner", ["policyOwner": "Ann Smith"], "(hidden)", "A. S."),
      (
        "reason", ["reason": "rule 'Ann's': older than 1d': older than 30d by origtime"],
        "rule '(hidden)': older than 30d by origtime", "rule '(hidden)': older than 30d by origtime"
      ),
      (
        "reason", ["reason": "e-mailed (delivered)"], "e-mailed (delivered)", "e-mailed (delivered)"
      ),
    ] as [(String, [String: String], String, String)])
  func `a purge names neither the policy's owner nor its rules`(
    fact: String, detail: [String: String], officer: String, auditor: String
  ) {
    let record = ActionRecord(
      time: Timestamp(0), run: "r", phase: .intent, kind: "purge", actor: "a", host: "pbx",
      command: "c", subject: "s", detail: detail)
    #expect(record.redacted(by: Redaction(.officer)).detail[fact] == officer)
    #expect(record.redacted(by: Redaction(.auditor)).detail[fact] == auditor)
    #expect(record.redacted(by: Redaction(.admin)) == record)
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
